import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../convex/shared/delivery.ts';
import { deliveryOf, recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { ndjsonOf, parseLine } from '../../../extension/transfer/ndjson.ts';
import { anyDelivery, makeDelivery } from './delivery.ts';

function importOf(text: string): Delivery[] {
  return text
    .split('\n')
    .map((line, index) => parseLine(line, index + 1))
    .filter((parsed) => parsed !== null)
    .map((parsed) => {
      if ('mistake' in parsed) throw new Error(parsed.mistake.message);
      return deliveryOf(parsed.record, parsed.record.row._id);
    });
}

/** One record as parsed JSON, to be spoilt. */
function plainRecord(): Record<string, any> {
  return JSON.parse(ndjsonOf([recordOf(makeDelivery(), false)]));
}

describe('an export', () => {
  test('read back gives the same deliveries, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(anyDelivery, { maxLength: 5 }), (deliveries) => {
        const text = ndjsonOf(deliveries.map((delivery) => recordOf(delivery, false)));
        expect(importOf(text)).toEqual(deliveries);
        expect(text.split('\n')).toHaveLength(deliveries.length + 1);
      }),
    );
  });

  test('keeps seq exact as a decimal text', () => {
    expect(plainRecord().row.seq).toBe('1763838000000000001');
  });

  test('masked holds nothing personal, and says that it is masked', () => {
    const secret = 'Zed0123456789';
    const delivery = makeDelivery({
      row: { ...makeDelivery().row, user_label: secret },
      body: JSON.stringify({ type: 'user.updated', data: { id: 'user_ada', first_name: secret } }),
      headers: [{ name: 'x-forwarded-for', value: secret }],
      before: { clerk_id: 'user_ada', email: secret },
      after: { clerk_id: 'user_ada', last_name: secret },
      error: `cannot store ${secret}`,
    });
    const text = ndjsonOf([recordOf(delivery, true)]);
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({ masked: true, row: { clerk_user_id: 'user_ada' } });
    expect(ndjsonOf([recordOf(delivery, false)])).toContain(secret);
  });

  test('of a delivery that came masked stays the same when masked again', () => {
    const once = recordOf(makeDelivery(), true);
    expect(recordOf(deliveryOf(once, once.row._id), true)).toEqual(once);
  });
});

describe('a line of a file', () => {
  test.each([
    ['not JSON', '{"format":', 'This is not JSON.'],
    ['a number', '7', 'This is no delivery: it is not an object.'],
    ['a list', '[]', 'This is no delivery: it is not an object.'],
    [
      'another format',
      '{"format":"har"}',
      'This is no delivery: format is not "webhook-devtools/1".',
    ],
    [
      'an inherited field',
      '{"__proto__":{"format":"webhook-devtools/1"}}',
      'This is no delivery: format is missing.',
    ],
  ])('that is %s is refused by its number', (_, line, message) => {
    expect(parseLine(line, 3)).toEqual({ mistake: { line: 3, message } });
  });

  test.each([
    [(record: any) => delete record.body, 'body is missing.'],
    [(record: any) => (record.body = {}), 'body is not a text.'],
    [
      (record: any) => (record.row.outcome = 'won'),
      'row.outcome is none of applied, unchanged, duplicate, stale, ignored, failed.',
    ],
    [(record: any) => (record.row.changed = 'email'), 'row.changed is not a list.'],
    [(record: any) => (record.row.changed = ['email', 1]), 'row.changed[1] is not a text.'],
    [(record: any) => (record.row.received_at = '7'), 'row.received_at is not a number.'],
    [(record: any) => (record.row.seq = '-1'), 'row.seq is not a decimal number.'],
    [(record: any) => (record.row.seq = 1), 'row.seq is not a text.'],
    [(record: any) => (record.before = 'gone'), 'before is not an object.'],
    [(record: any) => (record.masked = null), 'masked is neither true nor false.'],
  ])('with a wrong field names the field: %s', (spoil, message) => {
    const record = plainRecord();
    spoil(record);
    expect(parseLine(JSON.stringify(record), 1)).toEqual({
      mistake: { line: 1, message: `This is no delivery: ${message}` },
    });
  });

  test('may hold fields of a later version', () => {
    const record = { ...plainRecord(), later: 1 };
    expect(parseLine(JSON.stringify(record), 1)).toHaveProperty('record');
  });

  test('may hold a text of 5 MB, a list of 100,000 items and a deep body', () => {
    const record = plainRecord();
    record.body = 'x'.repeat(5 << 20);
    record.row.changed = Array.from({ length: 100_000 }, () => 'email');
    record.after = { deep: 'HERE' };
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const line = JSON.stringify(record).replace('"HERE"', deep);
    expect(parseLine(line, 1)).toHaveProperty('record');
  });

  test('that is empty is passed over', () => {
    expect(parseLine(' \r', 2)).toBeNull();
  });
});
