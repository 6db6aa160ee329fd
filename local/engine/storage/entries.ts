/** Index entries: the keys under which an index finds its documents. */
import type { Connection } from './connection.ts';
import { parseDocument, type Document, type Index, type Table } from './documents.ts';
import type { Interval } from '../keys/intervals.ts';
import { encodeKey } from '../keys/keys.ts';

export interface StoredDocument {
  json: string;
  /** Bytes, as Convex measures documents. */
  size: number;
}

export interface Row extends StoredDocument {
  id: string;
  key: Uint8Array;
}

export interface Entry {
  index: Index;
  key: Uint8Array;
}

/**
 * FAIL, as no write of a transaction is kept after one that failed: otherwise SQLite copies each page
 * that the statement changes, so as to undo it alone.
 *
 * @param document The number of the document.
 */
export function addEntries(
  connection: Connection,
  entries: readonly Entry[],
  document: number,
): void {
  if (entries.length === 0) return;
  const rows = entries.map(() => '(?, ?, ?)').join(', ');
  const values = entries.flatMap(({ index, key }) => [index.id, key, document]);
  connection.run(`INSERT OR FAIL INTO idx (ix, key, doc) VALUES ${rows}`, ...values);
}

export function removeEntry(connection: Connection, index: Index, key: Uint8Array): void {
  connection.run('DELETE FROM idx WHERE ix = ? AND key = ?', index.id, key);
}

/**
 * At most `limit` documents of the interval, in ascending or descending order of their keys. The
 * limit is part of the text, since SQLite plans a statement again whenever a bound limit changes,
 * which takes longer than running it.
 */
export function scan(
  connection: Connection,
  index: Index,
  { from, to }: Interval,
  descending: boolean,
  limit: number,
): Row[] {
  return connection.all<Row>(
    `SELECT idx.key, docs.id, docs.json, docs.size FROM idx JOIN docs ON docs.number = idx.doc
     WHERE idx.ix = ? AND idx.key >= ? AND idx.key < ?
     ORDER BY idx.key ${descending ? 'DESC' : 'ASC'} LIMIT ${Math.ceil(limit)}`,
    index.id,
    from,
    to,
  );
}

export function count(connection: Connection, table: Table): number {
  const sql = 'SELECT count(*) AS documents FROM idx WHERE ix = ?';
  return connection.get<{ documents: number }>(sql, byId(table).id)!.documents;
}

/** The document with this id, by its entry in `by_id`. */
export function find(
  connection: Connection,
  table: Table,
  id: string,
): (StoredDocument & { number: number }) | null {
  const sql = `SELECT docs.number, docs.json, docs.size FROM idx JOIN docs ON docs.number = idx.doc
    WHERE idx.ix = ? AND idx.key = ?`;
  const key = encodeKey([id]);
  return connection.get<StoredDocument & { number: number }>(sql, byId(table).id, key) ?? null;
}

export function* documentsOf(
  connection: Connection,
  table: Table,
): Generator<{ document: Document; number: number }> {
  const sql =
    'SELECT docs.number, docs.json FROM idx JOIN docs ON docs.number = idx.doc WHERE idx.ix = ?';
  type Found = { number: number; json: string };
  for (const { number, json } of connection.iterate<Found>(sql, byId(table).id)) {
    yield { document: parseDocument(json), number };
  }
}

function byId(table: Table): Index {
  return table.indexes.get('by_id')!;
}
