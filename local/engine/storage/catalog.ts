/** The existing tables and indexes, and the schema that documents must match. */
import type { ValidatorJSON } from 'convex/values';
import type { Connection } from './connection.ts';
import { indexKey, type Document, type Index, type Table } from './documents.ts';
import { addEntries, documentsOf } from './entries.ts';
import { tableNumberOf } from '../values/ids.ts';
import { checkSchema, type Schema } from '../values/schema.ts';
import { findMismatch } from '../values/validate.ts';

const FIRST_USER_TABLE_NUMBER = 10_001;

const JOB_INDEXES = {
  by_state: ['state.kind', 'scheduledTime'],
  by_completed: ['completedTime'],
};

/** System tables and the indexes that the scheduler needs on them. */
const SYSTEM_TABLES: Record<string, { number: number; indexes: Record<string, string[]> }> = {
  _scheduled_functions: { number: 10, indexes: JOB_INDEXES },
  _cron_runs: { number: 11, indexes: JOB_INDEXES },
};

const NO_SCHEMA: Schema = { tables: [], schemaValidation: false };

export class Catalog {
  readonly #connection: Connection;
  readonly #byName = new Map<string, Table>();
  readonly #byNumber = new Map<number, Table>();
  #validators = new Map<string, ValidatorJSON>();
  #changed = true;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Reads the catalog and adds the system tables. Call it once after opening, in a transaction. */
  open(): void {
    this.reload();
    for (const [name, { number, indexes }] of Object.entries(SYSTEM_TABLES)) {
      if (!this.#byName.has(name)) this.#create(name, number, indexes);
    }
  }

  table(name: string): Table | null {
    return this.#byName.get(name) ?? null;
  }

  tables(): Table[] {
    return [...this.#byName.values()];
  }

  tableOfId(id: string): Table | null {
    const number = tableNumberOf(id);
    return number === null ? null : (this.#byNumber.get(number) ?? null);
  }

  /** The table with this name. Creates it when it does not exist. */
  ensure(name: string): Table {
    const known = this.#byName.get(name);
    if (known) return known;
    return this.#create(name, this.highestNumber + 1, {});
  }

  /** The number of the newest table. */
  get highestNumber(): number {
    return Math.max(FIRST_USER_TABLE_NUMBER - 1, ...this.#byNumber.keys());
  }

  /** Drops the tables that are newer than the one with this number. They must be empty. */
  dropNewer(number: number): void {
    for (const table of this.tables()) {
      if (table.number <= number) continue;
      for (const index of table.indexes.values()) this.#dropIndex(table, index);
      this.#connection.run('DELETE FROM tables WHERE number = ?', table.number);
      this.#byName.delete(table.name);
      this.#byNumber.delete(table.number);
    }
  }

  /** @throws Error in Convex's words when the schema does not allow this document. */
  check(table: string, document: Record<string, Document[string]>): void {
    const validator = this.#validators.get(table);
    const mismatch = validator && this.#mismatch(validator, document);
    if (!mismatch) return;
    throw new Error(
      `Failed to insert or update a document in table "${table}" because it does not match the ` +
        `schema: ${mismatch}`,
    );
  }

  /**
   * Applies this schema: creates and fills new tables and indexes, and drops indexes that it lacks.
   * Call it in a transaction, which undoes everything if it throws.
   *
   * @throws Error when an index is invalid, or existing documents do not match.
   */
  apply(schema: Schema): void {
    checkSchema(schema);
    this.#changed = true;
    const previous = JSON.parse(this.#connection.getMeta('schema') ?? 'null') as Schema | null;
    for (const { tableName, indexes, documentType } of schema.tables) {
      const table = this.ensure(tableName);
      const before = previous?.schemaValidation
        ? previous.tables.find((known) => known.tableName === tableName)
        : undefined;
      const isChecked =
        JSON.stringify(before?.documentType ?? null) === JSON.stringify(documentType);
      if (schema.schemaValidation && documentType && !isChecked) {
        this.#checkExisting(table, documentType);
      }
      this.#applyIndexes(
        table,
        new Map(indexes.map((index) => [index.indexDescriptor, index.fields])),
      );
    }
    const declared = new Set(schema.tables.map((table) => table.tableName));
    for (const table of this.#byName.values()) {
      if (!declared.has(table.name) && !table.name.startsWith('_')) {
        this.#applyIndexes(table, new Map());
      }
    }
    this.#connection.setMeta('schema', JSON.stringify(schema));
    this.#useSchema(schema);
  }

  /** Reads everything again after a rollback that undid changes of the catalog. */
  reload(): void {
    if (!this.#changed) return;
    this.#byName.clear();
    this.#byNumber.clear();
    const tables = this.#connection.all<Pick<Table, 'number' | 'name'>>(
      'SELECT number, name FROM tables',
    );
    for (const { number, name } of tables) {
      const table: Table = { number, name, indexes: new Map() };
      this.#byName.set(name, table);
      this.#byNumber.set(number, table);
    }
    const indexes = this.#connection.all<{ id: number; tbl: number; name: string; fields: string }>(
      'SELECT id, tbl, name, fields FROM indexes',
    );
    for (const { id, tbl, name, fields } of indexes) {
      this.#byNumber.get(tbl)!.indexes.set(name, { id, name, fields: JSON.parse(fields) });
    }
    this.#useSchema(JSON.parse(this.#connection.getMeta('schema') ?? 'null') ?? NO_SCHEMA);
    this.#changed = false;
  }

  #useSchema({ tables, schemaValidation }: Schema): void {
    this.#validators = new Map(
      schemaValidation
        ? tables.flatMap(({ tableName, documentType }) =>
            documentType ? [[tableName, documentType]] : [],
          )
        : [],
    );
  }

  #create(name: string, number: number, indexes: Record<string, string[]>): Table {
    this.#changed = true;
    this.#connection.run('INSERT INTO tables (number, name) VALUES (?, ?)', number, name);
    const table: Table = { number, name, indexes: new Map() };
    this.#byName.set(name, table);
    this.#byNumber.set(number, table);
    this.#createIndex(table, 'by_id', ['_id']);
    this.#createIndex(table, 'by_creation_time', ['_creationTime', '_id']);
    this.#applyIndexes(table, new Map(Object.entries(indexes)));
    return table;
  }

  /** Creates and drops indexes until the table has the declared ones and the two built-in ones. */
  #applyIndexes(table: Table, declared: Map<string, string[]>): void {
    for (const [name, fields] of declared) {
      const all = [...fields, '_creationTime', '_id'];
      const existing = table.indexes.get(name);
      if (JSON.stringify(existing?.fields) === JSON.stringify(all)) continue;
      if (existing) this.#dropIndex(table, existing);
      const index = this.#createIndex(table, name, all);
      for (const { document, number } of documentsOf(this.#connection, table)) {
        addEntries(this.#connection, [{ index, key: indexKey(index, document) }], number);
      }
    }
    for (const index of table.indexes.values()) {
      const isBuiltIn = index.name === 'by_id' || index.name === 'by_creation_time';
      if (!isBuiltIn && !declared.has(index.name)) this.#dropIndex(table, index);
    }
  }

  #createIndex(table: Table, name: string, fields: string[]): Index {
    this.#connection.run(
      'INSERT INTO indexes (tbl, name, fields) VALUES (?, ?, ?)',
      table.number,
      name,
      JSON.stringify(fields),
    );
    const { id } = this.#connection.get<{ id: number }>('SELECT last_insert_rowid() AS id')!;
    const index: Index = { id, name, fields };
    table.indexes.set(name, index);
    return index;
  }

  #dropIndex(table: Table, index: Index): void {
    this.#connection.run('DELETE FROM idx WHERE ix = ?', index.id);
    this.#connection.run('DELETE FROM indexes WHERE id = ?', index.id);
    table.indexes.delete(index.name);
  }

  #checkExisting(table: Table, documentType: ValidatorJSON): void {
    for (const { document } of documentsOf(this.#connection, table)) {
      const { _id, _creationTime, ...fields } = document;
      const mismatch = this.#mismatch(documentType, fields);
      if (mismatch === null) continue;
      throw new Error(
        `Document with ID "${_id}" in table "${table.name}" does not match the schema: ${mismatch}`,
      );
    }
  }

  #mismatch(validator: ValidatorJSON, fields: Record<string, Document[string]>) {
    return findMismatch(validator, fields, (id) => this.tableOfId(id)?.name ?? null);
  }
}
