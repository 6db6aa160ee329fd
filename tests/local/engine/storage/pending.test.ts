import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Interval } from '../../../../local/engine/keys/intervals.ts';
import { afterPrefix, encodeKey } from '../../../../local/engine/keys/keys.ts';
import { Connection } from '../../../../local/engine/storage/connection.ts';
import { Store } from '../../../../local/engine/storage/store.ts';
import { Transaction } from '../../../../local/engine/transaction/transaction.ts';

interface Write {
  kind: 'insert' | 'patch' | 'replace' | 'remove';
  n: number;
  /** Which of the documents. */
  place: number;
}

const writes = fc.array(
  fc.record<Write>({
    kind: fc.constantFrom('insert', 'patch', 'replace', 'remove'),
    n: fc.nat(3),
    place: fc.nat(20),
  }),
  { maxLength: 12 },
);

function newStore(): Store {
  const store = new Store(new Connection(':memory:'));
  const indexes = [{ indexDescriptor: 'by_n', fields: ['n'] }];
  const tables = [{ tableName: 'numbers', indexes, documentType: null }];
  store.transact(() => store.catalog.apply({ tables, schemaValidation: false }));
  return store;
}

function apply(transaction: Transaction, all: Write[]): void {
  const table = transaction.store.catalog.table('numbers')!;
  for (const { kind, n, place } of all) {
    const ids = idsOf(transaction.store);
    const id = ids[place % Math.max(ids.length, 1)];
    if (kind === 'insert' || id === undefined) transaction.insert('numbers', { n });
    else if (kind === 'remove') transaction.remove(table, id);
    else transaction[kind](table, id, { n });
  }
}

function idsOf(store: Store): string[] {
  return rowsOf(store, 'by_creation_time', EVERYTHING, false, 100).map(({ id }) => id);
}

/** What scans of all indexes find, with several ranges, orders and limits. */
function scans(store: Store) {
  const one = { from: encodeKey([1]), to: afterPrefix(encodeKey([1])) };
  return ['by_id', 'by_creation_time', 'by_n'].flatMap((index) =>
    [EVERYTHING, one].flatMap((range) =>
      [true, false].flatMap((descending) =>
        [1, 3, 100].map((limit) => rowsOf(store, index, range, descending, limit)),
      ),
    ),
  );
}

const EVERYTHING = { from: Buffer.alloc(0), to: Buffer.from([255]) };

function rowsOf(store: Store, name: string, range: Interval, descending: boolean, limit: number) {
  const index = store.catalog.table('numbers')!.indexes.get(name)!;
  const rows = store.scan(index, range, descending, limit);
  return rows.map(({ id, key, json, size }) => ({ id, key: [...key], json, size }));
}

test('a transaction finds what will be there after its commit', () => {
  fc.assert(
    fc.property(writes, writes, (earlier, own) => {
      const store = newStore();
      store.transact(() => apply(new Transaction(store, 0n, 1000), earlier));
      store.begin();
      apply(new Transaction(store, 1n, 2000), own);
      const pending = scans(store);
      const count = store.count(store.catalog.table('numbers')!);
      store.commit();
      expect(scans(store)).toEqual(pending);
      expect(store.count(store.catalog.table('numbers')!)).toBe(count);
      store.close();
    }),
    { numRuns: 100 },
  );
});

test('nothing is left of writes that were undone or rolled back', () => {
  fc.assert(
    fc.property(writes, writes, writes, (earlier, own, undone) => {
      const store = newStore();
      store.transact(() => apply(new Transaction(store, 0n, 1000), earlier));
      const before = scans(store);
      store.begin();
      const transaction = new Transaction(store, 1n, 2000);
      apply(transaction, own);
      const pending = scans(store);
      const nested = transaction.beginNested(true);
      apply(transaction, undone);
      transaction.endNested(nested, false);
      expect(scans(store)).toEqual(pending);
      store.rollback();
      expect(scans(store)).toEqual(before);
      store.close();
    }),
    { numRuns: 100 },
  );
});

test('a row that a transaction writes and deletes never reaches the database', () => {
  const store = newStore();
  const run = vi.spyOn(store.connection, 'run');
  store.transact(() => {
    const transaction = new Transaction(store, 0n, 1000);
    transaction.remove(store.catalog.table('numbers')!, transaction.insert('numbers', { n: 1 }));
  });
  expect(run.mock.calls).toEqual([['BEGIN IMMEDIATE'], ['COMMIT']]);
});
