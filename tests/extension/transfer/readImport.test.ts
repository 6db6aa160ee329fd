import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Delivery } from '../../../webhooks/shared/delivery.ts';
import type { OpenedDelivery } from '../../../extension/data/openedDelivery.ts';
import { NOT_IN_FILE } from '../../../extension/data/imported.ts';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { readImport } from '../../../extension/transfer/readImport.ts';
import { anyDelivery, makeDelivery, userChange } from './delivery.ts';

function deliveryAt(seq: bigint, over: Partial<Delivery['row']> = {}): Delivery {
  const _id = `audit_${seq}` as Delivery['row']['_id'];
  return makeDelivery({ row: { ...makeDelivery().row, _id, seq, ...over } });
}

function read(text: string) {
  const file = readImport(text);
  while (file.readOn(0) < 1);
  return file;
}

function importOf(deliveries: Delivery[]): OpenedDelivery[] {
  const file = read(ndjsonOf(deliveries.map((delivery) => recordOf(delivery, false))));
  return file.rows(0, deliveries.length).map(({ _id }) => file.delivery(_id));
}

test('deliveries are listed newest first, each once, under ids that no deployment has', () => {
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

test('attempts, the previous delivery and re-dispatches are linked to each other', () => {
  const [first, second, again] = [
    deliveryAt(1n, { svix_id: 'msg_a', event_id: 'msg_a', outcome: 'failed' }),
    deliveryAt(2n, {
      svix_id: 'msg_a',
      event_id: 'msg_a',
      attempt: 2,
      previous: 'audit_1' as never,
    }),
    deliveryAt(3n, {
      svix_id: 'redispatch_audit_2',
      event_id: 'redispatch_audit_2',
      redispatch: { of: 'audit_2' as never, by: 'QA', edited: false, forced: false },
    }),
  ];
  const [third, newer, older] = importOf([first, second, again]);
  expect(newer!.event.rows).toEqual([third!.row, newer!.row, older!.row]);
  expect(older!.event.state).toEqual({ state: 'mended', by: newer!.row._id });
  expect(newer!.previous).toEqual({ id: older!.row._id, body: older!.body });
  expect(third!.row.redispatch!.of).toBe(newer!.row._id);
});

test('a failure in a file is open, mended or superseded by what the file contains', () => {
  const about = { subject: 'user_ada', settled: false };
  const states = importOf([
    deliveryAt(1n, { ...about, event_id: 'msg_a', outcome: 'failed', occurred_at: 1 }),
    deliveryAt(2n, { ...about, event_id: 'msg_b', outcome: 'applied', occurred_at: 2 }),
    deliveryAt(3n, { ...about, event_id: 'msg_c', outcome: 'failed', occurred_at: 3 }),
    deliveryAt(4n, { ...about, event_id: 'msg_d', outcome: 'failed', settled: true }),
  ]).map(({ event }) => event.state);
  expect(states).toEqual([
    { state: 'mended', by: NOT_IN_FILE },
    { state: 'open' },
    { state: 'never failed' },
    { state: 'superseded', by: 'import:2' },
  ]);
});

test("a reference to a delivery that is not in the file is not kept as a deployment's id", () => {
  const [alone] = importOf([deliveryAt(2n, { previous: 'audit_1' as never })]);
  expect(alone!.row.previous).toMatch(/^import:/);
  expect(alone!.previous).toBeNull();
});

test('broken lines are named, and the other lines are read', () => {
  const line = ndjsonOf([recordOf(deliveryAt(1n), true)]);
  const summary = read(`\r\n{\n${line}null\n${line.trimEnd()}`).summary();
  expect(summary).toMatchObject({ deliveries: 1, masked: true, mistaken: 2 });
  expect(summary.mistakes.map((mistake) => mistake.line)).toEqual([2, 4]);
});

test('any deliveries are read back unchanged', () => {
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

test('a file is read in pieces, and its progress is reported', () => {
  const line = ndjsonOf([recordOf(deliveryAt(1n), false)]);
  const file = readImport(line.repeat(4));
  expect([1, 2, 3, 4].map(() => file.readOn(0))).toEqual([0.25, 0.5, 0.75, 1]);
});

test('rows are returned in pieces, and a delivery that is not in the file is refused', () => {
  const file = read(ndjsonOf([1n, 2n, 3n].map((seq) => recordOf(deliveryAt(seq), false))));
  const seqs = (from: number, to: number) => file.rows(from, to).map(({ seq }) => seq);
  expect([seqs(0, 2), seqs(2, 4)]).toEqual([[3n, 2n], [1n]]);
  expect(() => file.delivery('import:3' as never)).toThrow('Import the file again');
});

test("the history of a row has the writes of the file's deliveries to it, newest first", () => {
  const some = [1n, 2n, 3n].map((seq) => ({
    ...deliveryAt(seq),
    writes: seq === 2n ? [] : [userChange({ email: `ada@${seq}.example.com` })],
  }));
  const file = read(ndjsonOf(some.map((delivery) => recordOf(delivery, false))));
  const history = file.rowHistory('users_ada');
  expect(history.map(({ seq }) => seq)).toEqual([3n, 1n]);
  expect(history[0]).toMatchObject({ fields: ['email'], row: { _id: 'import:0' } });
  expect(file.rowHistory('users_nobody')).toEqual([]);
});

test('a search ignores case, goes page by page and finds each delivery once', () => {
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
