import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivery } from '../../../convex/shared/delivery.ts';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { readImport } from '../../../extension/transfer/readImport.ts';
import { anyDelivery, makeDelivery } from './delivery.ts';

function deliveryAt(seq: bigint, over: Partial<Delivery['row']> = {}): Delivery {
  const _id = `audit_${seq}` as Delivery['row']['_id'];
  return makeDelivery({ row: { ...makeDelivery().row, _id, seq, ...over } });
}

function read(text: string) {
  const file = readImport(text);
  while (file.readOn(0) < 1);
  return file;
}

function importOf(deliveries: Delivery[]): Delivery[] {
  const file = read(ndjsonOf(deliveries.map((delivery) => recordOf(delivery, false))));
  return file.rows(0, deliveries.length).map(({ _id }) => file.delivery(_id));
}

test('deliveries come newest first, each once, under ids of no deployment', () => {
  const some = [deliveryAt(2n), deliveryAt(9n), deliveryAt(2n), deliveryAt(5n)];
  const rows = importOf(some).map(({ row }) => row);
  expect(rows.map(({ seq }) => seq)).toEqual([9n, 5n, 2n]);
  expect(rows.map(({ _id }) => _id)).toEqual(['import:0', 'import:1', 'import:2']);
});

test('lines that repeat a delivery are counted', () => {
  const some = [deliveryAt(2n), deliveryAt(9n), deliveryAt(2n), deliveryAt(2n)];
  const text = ndjsonOf(some.map((delivery) => recordOf(delivery, false)));
  expect(read(text).summary()).toMatchObject({ deliveries: 2, repeated: 2, mistaken: 0 });
});

test('attempts, the previous delivery and re-dispatches are tied together', () => {
  const [first, second, again] = [
    deliveryAt(1n, { svix_id: 'msg_a', outcome: 'failed' }),
    deliveryAt(2n, { svix_id: 'msg_a', attempt: 2, previous: 'audit_1' as never }),
    deliveryAt(3n, {
      svix_id: 'redispatch_audit_2',
      source: 'redispatch',
      redispatch: { of: 'audit_2' as never, by: 'QA', edited: false, forced: false },
    }),
  ];
  const [third, newer, older] = importOf([first, second, again]);
  expect(newer!.attempts.map(({ _id }) => _id)).toEqual([newer!.row._id, older!.row._id]);
  expect(newer!.previous).toEqual({ id: older!.row._id, body: older!.body });
  expect(newer!.redispatches).toEqual([third!.row]);
  expect(third!.row.redispatch!.of).toBe(newer!.row._id);
});

test('what a delivery refers to and the file lacks is no id of a deployment', () => {
  const [alone] = importOf([deliveryAt(2n, { previous: 'audit_1' as never })]);
  expect(alone!.row.previous).toMatch(/^import:/);
  expect(alone!.previous).toBeNull();
});

test('broken lines are named and cost no other', () => {
  const line = ndjsonOf([recordOf(deliveryAt(1n), true)]);
  const summary = read(`\r\n{\n${line}null\n${line.trimEnd()}`).summary();
  expect(summary).toMatchObject({ deliveries: 1, masked: true, mistaken: 2 });
  expect(summary.mistakes.map((mistake) => mistake.line)).toEqual([2, 4]);
});

test('any deliveries come through as they were', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyDelivery, { selector: ({ row }) => row.seq }), (all) => {
      const imported = importOf(all);
      const bodies = all
        .toSorted((a, b) => (a.row.seq < b.row.seq ? 1 : -1))
        .map(({ body }) => body);
      expect(imported.map(({ body }) => body)).toEqual(bodies);
    }),
  );
});

test('a file is read piece by piece, and tells how far it is', () => {
  const line = ndjsonOf([recordOf(deliveryAt(1n), false)]);
  const file = readImport(line.repeat(4));
  expect([1, 2, 3, 4].map(() => file.readOn(0))).toEqual([0.25, 0.5, 0.75, 1]);
});

test('rows come in pieces, and a delivery that the file lacks is refused', () => {
  const file = read(ndjsonOf([1n, 2n, 3n].map((seq) => recordOf(deliveryAt(seq), false))));
  const seqs = (from: number, to: number) => file.rows(from, to).map(({ seq }) => seq);
  expect([seqs(0, 2), seqs(2, 4)]).toEqual([[3n, 2n], [1n]]);
  expect(() => file.delivery('import:3' as never)).toThrow('Import the file again');
});

test('a user is replayed from all that the file has of them, oldest first, without payloads', () => {
  const some = [
    deliveryAt(1n, { clerk_user_id: 'user_2ada' }),
    deliveryAt(2n, { clerk_user_id: 'user_2grace' }),
    deliveryAt(3n, { clerk_user_id: 'user_2ada', outcome: 'failed' }),
  ];
  const file = read(ndjsonOf(some.map((delivery) => recordOf(delivery, false))));
  const { steps } = file.replay('user_2ada');
  expect(steps.map(({ row }) => row.seq)).toEqual([1n, 3n]);
  expect(steps.every((step) => !('body' in step))).toBe(true);
  expect(file.replay('user_2nobody').steps).toEqual([]);
});

test('a search finds text in any case, page by page, each delivery once', () => {
  const megabyte = 'x'.repeat(1024 * 1024);
  const some = Array.from({ length: 10 }, (_, at) => ({
    ...deliveryAt(BigInt(at + 1)),
    body: `${megabyte}${at % 3 === 0 ? 'A Needle' : 'hay'}`,
  }));
  const file = read(ndjsonOf(some.map((delivery) => recordOf(delivery, false))));
  const pages: bigint[][] = [];
  for (let before: bigint | null = null; ;) {
    const page = file.search('nEEdle', before);
    pages.push(page.rows.map(({ seq }) => seq));
    before = page.next;
    if (page.done) break;
  }
  expect(pages.flat()).toEqual([10n, 7n, 4n, 1n]);
  expect(pages.length).toBeGreaterThan(1);
  expect(file.search('no such text', null)).toMatchObject({ rows: [] });
});
