import { expect, test } from 'vitest';
import { Connection } from '../../../../local/engine/storage/connection.ts';
import { Store } from '../../../../local/engine/storage/store.ts';
import { Transaction } from '../../../../local/engine/transaction/transaction.ts';

function begun(): Transaction {
  const store = new Store(new Connection(':memory:'));
  store.begin();
  return new Transaction(store, 0n, 1000);
}

/** All documents of a table, read by the index of their creation times. */
function documents({ store }: Transaction, name: string): unknown[] {
  const index = store.catalog.table(name)!.indexes.get('by_creation_time')!;
  const everything = { from: Buffer.alloc(0), to: Buffer.from([255]) };
  return store.scan(index, everything, false, 100).map(({ json }) => JSON.parse(json) as unknown);
}

test('undoing a nested call restores every document, whatever the call did to it', () => {
  const transaction = begun();
  const [changed, removed, both] = [1, 2, 3].map((n) => transaction.insert('numbers', { n }));
  const before = documents(transaction, 'numbers');
  const table = transaction.store.catalog.table('numbers')!;

  const nested = transaction.beginNested(true);
  transaction.patch(table, changed!, { n: 4 });
  transaction.patch(table, changed!, { n: 5 });
  transaction.remove(table, removed!);
  transaction.replace(table, both!, { n: 6 });
  transaction.remove(table, both!);
  transaction.remove(table, transaction.insert('numbers', { n: 7 }));
  transaction.insert('numbers', { n: 8 });
  transaction.endNested(nested, false);

  expect(documents(transaction, 'numbers')).toEqual(before);
  expect(transaction.get(table, changed!)).toBe(JSON.stringify(before[0]));
  expect(transaction.count('numbers')).toBe(3);
});

test('the writes of an inner call are undone together with its outer call', () => {
  const transaction = begun();
  transaction.insert('numbers', { n: 1 });
  const outer = transaction.beginNested(true);
  const inner = transaction.beginNested(true);
  transaction.insert('numbers', { n: 2 });
  transaction.endNested(inner, true);
  transaction.endNested(outer, false);
  expect(documents(transaction, 'numbers')).toMatchObject([{ n: 1 }]);
});

test('a table that an undone call made is dropped, and can be made again', () => {
  const transaction = begun();
  const nested = transaction.beginNested(true);
  transaction.insert('letters', { letter: 'a' });
  transaction.endNested(nested, false);
  expect(transaction.store.catalog.table('letters')).toBe(null);
  transaction.insert('letters', { letter: 'b' });
  expect(documents(transaction, 'letters')).toMatchObject([{ letter: 'b' }]);
});
