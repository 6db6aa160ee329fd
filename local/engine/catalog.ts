/** The tables and indexes that exist, and the schema that documents must keep to. */
import type { ValidatorJSON } from 'convex/values';
import { indexKey, type Document, type Index, type Table } from './documents.ts';
import { tableNumberOf } from './ids.ts';
import { checkSchema, type Schema } from './schema.ts';
import type { Store } from './store.ts';
import { findMismatch } from './validate.ts';

const firstUserTableNumber = 10_001;

/** System tables that functions may read through `db.system`, and the scheduler's own indexes. */
const systemTables: Record<string, { number: number; indexes: Record<string, string[]> }> = {
  _scheduled_functions: {
    number: 10,
    indexes: { by_state: ['state.kind', 'scheduledTime'], by_completed: ['completedTime'] },
  },
};

const noSchema: Schema = { tables: [], schemaValidation: false };

export class Catalog {
  private readonly store: Store;
  private readonly byName = new Map<string, Table>();
  private readonly byNumber = new Map<number, Table>();
  private validators = new Map<string, ValidatorJSON>();
  private changed = true;

  constructor(store: Store) {
    this.store = store;
  }

  /** Reads the catalogue and adds what a new deployment lacks. To be called once, after opening. */
  open(): void {
    this.store.transact(() => {
      this.reload();
      for (const [name, { number, indexes }] of Object.entries(systemTables)) {
        if (!this.byName.has(name)) this.create(name, number, indexes);
      }
    });
  }

  table(name: string): Table | null {
    return this.byName.get(name) ?? null;
  }

  tables(): Table[] {
    return [...this.byName.values()];
  }

  tableOfId(id: string): Table | null {
    const number = tableNumberOf(id);
    return number === null ? null : (this.byNumber.get(number) ?? null);
  }

  /** The table with this name, created when it is the first time that it is written to. */
  ensure(name: string): Table {
    const known = this.byName.get(name);
    if (known) return known;
    const highest = Math.max(firstUserTableNumber - 1, ...this.byNumber.keys());
    return this.create(name, highest + 1, {});
  }

  /** @throws Error in Convex's words when the schema does not allow this document. */
  check(table: string, document: Record<string, Document[string]>): void {
    const validator = this.validators.get(table);
    const mismatch = validator && this.mismatch(validator, document);
    if (!mismatch) return;
    throw new Error(
      `Failed to insert or update a document in table "${table}" because it does not match the ` +
        `schema: ${mismatch}`,
    );
  }

  /**
   * Makes this the schema: new tables and indexes are made and filled, indexes that are gone are
   * dropped. To be called within a transaction; nothing is left of it when it throws.
   *
   * @throws Error when an index cannot be, or existing documents do not match.
   */
  apply(schema: Schema): void {
    checkSchema(schema);
    this.changed = true;
    const previous = JSON.parse(this.store.getMeta('schema') ?? 'null') as Schema | null;
    for (const { tableName, indexes, documentType } of schema.tables) {
      const table = this.ensure(tableName);
      const before = previous?.schemaValidation
        ? previous.tables.find((known) => known.tableName === tableName)
        : undefined;
      const isChecked =
        JSON.stringify(before?.documentType ?? null) === JSON.stringify(documentType);
      if (schema.schemaValidation && documentType && !isChecked) {
        this.checkExisting(table, documentType);
      }
      this.applyIndexes(
        table,
        new Map(indexes.map((index) => [index.indexDescriptor, index.fields])),
      );
    }
    const declared = new Set(schema.tables.map((table) => table.tableName));
    for (const table of this.byName.values()) {
      if (!declared.has(table.name) && !table.name.startsWith('_')) {
        this.applyIndexes(table, new Map());
      }
    }
    this.store.setMeta('schema', JSON.stringify(schema));
    this.useSchema(schema);
  }

  /** Reads everything again after a rollback has undone changes of the catalogue. */
  reload(): void {
    if (!this.changed) return;
    this.byName.clear();
    this.byNumber.clear();
    for (const row of this.store.all('SELECT number, name FROM tables')) {
      const { number, name } = row as { number: number; name: string };
      const table: Table = { number, name, indexes: new Map() };
      this.byName.set(name, table);
      this.byNumber.set(number, table);
    }
    for (const row of this.store.all('SELECT id, tbl, name, fields FROM indexes')) {
      const { id, tbl, name, fields } = row as Record<'id' | 'tbl', number> &
        Record<'name' | 'fields', string>;
      this.byNumber.get(tbl)!.indexes.set(name, { id, name, fields: JSON.parse(fields) });
    }
    this.useSchema(JSON.parse(this.store.getMeta('schema') ?? 'null') ?? noSchema);
    this.changed = false;
  }

  private useSchema({ tables, schemaValidation }: Schema): void {
    this.validators = new Map(
      schemaValidation
        ? tables.flatMap(({ tableName, documentType }) =>
            documentType ? [[tableName, documentType]] : [],
          )
        : [],
    );
  }

  private create(name: string, number: number, indexes: Record<string, string[]>): Table {
    this.changed = true;
    this.store.run('INSERT INTO tables (number, name) VALUES (?, ?)', number, name);
    const table: Table = { number, name, indexes: new Map() };
    this.byName.set(name, table);
    this.byNumber.set(number, table);
    this.createIndex(table, 'by_id', ['_id']);
    this.createIndex(table, 'by_creation_time', ['_creationTime', '_id']);
    this.applyIndexes(table, new Map(Object.entries(indexes)));
    return table;
  }

  /** Makes the declared indexes be the ones there are, besides the two that every table has. */
  private applyIndexes(table: Table, declared: Map<string, string[]>): void {
    for (const [name, fields] of declared) {
      const all = [...fields, '_creationTime', '_id'];
      const existing = table.indexes.get(name);
      if (JSON.stringify(existing?.fields) === JSON.stringify(all)) continue;
      if (existing) this.dropIndex(table, existing);
      const index = this.createIndex(table, name, all);
      for (const document of this.store.documentsOf(table)) {
        this.store.addEntry(index, indexKey(index, document), document._id);
      }
    }
    for (const index of table.indexes.values()) {
      const isBuiltIn = index.name === 'by_id' || index.name === 'by_creation_time';
      if (!isBuiltIn && !declared.has(index.name)) this.dropIndex(table, index);
    }
  }

  private createIndex(table: Table, name: string, fields: string[]): Index {
    this.store.run(
      'INSERT INTO indexes (tbl, name, fields) VALUES (?, ?, ?)',
      table.number,
      name,
      JSON.stringify(fields),
    );
    const row = this.store.get('SELECT last_insert_rowid() AS id');
    const index: Index = { id: Number(row?.['id']), name, fields };
    table.indexes.set(name, index);
    return index;
  }

  private dropIndex(table: Table, index: Index): void {
    this.store.run('DELETE FROM idx WHERE ix = ?', index.id);
    this.store.run('DELETE FROM indexes WHERE id = ?', index.id);
    table.indexes.delete(index.name);
  }

  private checkExisting(table: Table, documentType: ValidatorJSON): void {
    for (const { _id, _creationTime, ...fields } of this.store.documentsOf(table)) {
      const mismatch = this.mismatch(documentType, fields);
      if (mismatch === null) continue;
      throw new Error(
        `Document with ID "${_id}" in table "${table.name}" does not match the schema: ${mismatch}`,
      );
    }
  }

  private mismatch(validator: ValidatorJSON, fields: Record<string, Document[string]>) {
    return findMismatch(validator, fields, (id) => this.tableOfId(id)?.name ?? null);
  }
}
