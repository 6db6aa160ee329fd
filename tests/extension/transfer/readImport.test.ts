import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../convex/shared/delivery.ts';
import { recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { importedFeed } from '../../../extension/transfer/importedFeed.ts';
import { ndjsonOf } from '../../../extension/transfer/ndjson.ts';
import { readImport } from '../../../extension/transfer/readImport.ts';
import { anyDelivery, makeDelivery } from './delivery.ts';

function deliveryAt(seq: bigint, over: Partial<Delivery['row']> = {}): Delivery {
  const _id = `audit_${seq}` as Delivery['row']['_id'];
  return makeDelivery({ row: { ...makeDelivery().row, _id, seq, ...over } });
}

async function importOf(deliveries: Delivery[]) {
  const text = ndjsonOf(deliveries.map((delivery) => recordOf(delivery, false)));
  const { deliveries: imported } = await readImport('file', text);
  return [...imported.values()];
}

test('deliveries come newest first, each once, under ids of no deployment', async () => {
  const some = [deliveryAt(2n), deliveryAt(9n), deliveryAt(2n), deliveryAt(5n)];
  const rows = (await importOf(some)).map(({ row }) => row);
  expect(rows.map(({ seq }) => seq)).toEqual([9n, 5n, 2n]);
  expect(rows.map(({ _id }) => _id)).toEqual(['import:0', 'import:1', 'import:2']);
});

test('attempts, the previous delivery and re-dispatches are tied together', async () => {
  const [first, second, again] = [
    deliveryAt(1n, { svix_id: 'msg_a', outcome: 'failed' }),
    deliveryAt(2n, { svix_id: 'msg_a', attempt: 2, previous: 'audit_1' as never }),
    deliveryAt(3n, {
      svix_id: 'redispatch_audit_2',
      source: 'redispatch',
      redispatch: { of: 'audit_2' as never, by: 'QA', edited: false, forced: false },
    }),
  ];
  const [third, newer, older] = await importOf([first, second, again]);
  expect(newer!.attempts.map(({ _id }) => _id)).toEqual([newer!.row._id, older!.row._id]);
  expect(newer!.previous).toEqual({ id: older!.row._id, body: older!.body });
  expect(newer!.redispatches).toEqual([third!.row]);
  expect(third!.row.redispatch!.of).toBe(newer!.row._id);
});

test('what a delivery refers to and the file lacks is no id of a deployment', async () => {
  const [alone] = await importOf([deliveryAt(2n, { previous: 'audit_1' as never })]);
  expect(alone!.row.previous).toMatch(/^import:/);
  expect(alone!.previous).toBeNull();
});

test('broken lines are named and cost no other', async () => {
  const line = ndjsonOf([recordOf(deliveryAt(1n), true)]);
  const file = await readImport('file', `\r\n{\n${line}null\n${line.trimEnd()}`);
  expect(file.deliveries.size).toBe(1);
  expect(file.masked).toBe(true);
  expect(file.mistakes.map((mistake) => mistake.line)).toEqual([2, 4]);
});

test('any deliveries come through as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyDelivery, { selector: ({ row }) => row.seq }),
      async (all) => {
        const imported = await importOf(all);
        const bodies = all
          .toSorted((a, b) => (a.row.seq < b.row.seq ? 1 : -1))
          .map(({ body }) => body);
        expect(imported.map(({ body }) => body)).toEqual(bodies);
      },
    ),
  );
});

test('a long file is read with pauses, and tells how far it is', async () => {
  const line = ndjsonOf([recordOf(makeDelivery({ body: 'x'.repeat(1 << 20) }), false)]);
  const shares: number[] = [];
  await readImport('file', line.repeat(40), (share) => shares.push(share));
  expect(shares.length).toBeGreaterThan(0);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
});

describe('the feed of a file', () => {
  test('holds its rows, is complete and asks nobody', async () => {
    const line = ndjsonOf([1n, 2n, 3n].map((seq) => recordOf(deliveryAt(seq), false)));
    const { deliveries } = await readImport('file', line);
    globalThis.requestAnimationFrame ??= (callback) => setTimeout(callback) as never;
    const { log, loaded } = importedFeed(deliveries);
    expect(log.older.map(({ seq }) => seq)).toEqual([3n, 2n, 1n]);
    expect(log.reachedStart).toBe(true);
    expect(loaded).toBe(true);
  });
});
