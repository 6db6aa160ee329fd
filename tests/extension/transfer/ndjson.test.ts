import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../webhooks/shared/delivery.ts';
import { deliveryOf, recordOf } from '../../../extension/transfer/deliveryRecord.ts';
import { asLines, ndjsonOf, parseLine } from '../../../extension/transfer/ndjson.ts';
import { anyDelivery, makeDelivery, userChange } from './delivery.ts';

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

/** One record as parsed JSON, for a test to damage. */
function plainRecord(): Record<string, any> {
  return JSON.parse(ndjsonOf([recordOf(makeDelivery(), false)]));
}

describe('an export', () => {
  test('is read back as the same deliveries, whatever they contain', () => {
    fc.assert(
      fc.property(fc.array(anyDelivery, { maxLength: 5 }), (deliveries) => {
        const text = ndjsonOf(deliveries.map((delivery) => recordOf(delivery, false)));
        expect(importOf(text)).toEqual(deliveries);
        expect(text.split('\n')).toHaveLength(deliveries.length + 1);
      }),
    );
  });

  test('keeps `seq` exact as a decimal string', () => {
    expect(plainRecord().row.seq).toBe('1763838000000000001');
  });

  test('that is masked holds nothing personal, and says that it is masked', () => {
    const secret = 'Zed0123456789';
    const delivery = makeDelivery({
      row: { ...makeDelivery().row, user_label: secret },
      body: JSON.stringify({ type: 'user.updated', data: { id: 'user_ada', first_name: secret } }),
      headers: [{ name: 'x-forwarded-for', value: secret }],
      writes: [userChange({ email: secret })],
      error: `cannot store ${secret}`,
    });
    const text = ndjsonOf([recordOf(delivery, true)]);
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({ masked: true, row: { clerk_user_id: 'user_ada' } });
    expect(ndjsonOf([recordOf(delivery, false)])).toContain(secret);
  });

  test('of an already masked delivery is not changed by masking again', () => {
    const once = recordOf(makeDelivery(), true);
    expect(recordOf(deliveryOf(once, once.row._id), true)).toEqual(once);
  });
});

describe('a line of a file', () => {
  test.each([
    ['not JSON', '{"format":', 'This is not JSON.'],
    ['a number', '7', 'This is not a delivery: it is not an object.'],
    ['a list', '[]', 'This is not a delivery: it is not an object.'],
    [
      'another format',
      '{"format":"har"}',
      'This is not a delivery: format is not "webhook-devtools/2".',
    ],
    [
      'an inherited field',
      '{"__proto__":{"format":"webhook-devtools/2"}}',
      'This is not a delivery: format is missing.',
    ],
  ])("that is %s is refused with the line's number", (_, line, message) => {
    expect(parseLine(line, 3)).toEqual({ mistake: { line: 3, message } });
  });

  test.each([
    [(record: any) => delete record.body, 'body is missing.'],
    [(record: any) => (record.body = {}), 'body is not text.'],
    [
      (record: any) => (record.row.outcome = 'won'),
      'row.outcome is none of applied, unchanged, duplicate, stale, ignored, failed.',
    ],
    [(record: any) => (record.row.changes = 'email'), 'row.changes is not a list.'],
    [
      (record: any) => (record.row.changes[0].fields = ['email', 1]),
      'row.changes[0].fields[1] is not text.',
    ],
    [(record: any) => (record.row.received_at = '7'), 'row.received_at is not a number.'],
    [(record: any) => (record.row.seq = '-1'), 'row.seq is not a decimal number.'],
    [(record: any) => (record.row.seq = 1), 'row.seq is not text.'],
    [(record: any) => (record.writes = 'gone'), 'writes is not a list.'],
    [(record: any) => (record.masked = null), 'masked is neither true nor false.'],
  ])("with a wrong field is refused with the field's name: %s", (spoil, message) => {
    const record = plainRecord();
    spoil(record);
    expect(parseLine(JSON.stringify(record), 1)).toEqual({
      mistake: { line: 1, message: `This is not a delivery: ${message}` },
    });
  });

  test('may hold fields of a later version', () => {
    const record = { ...plainRecord(), later: 1 };
    expect(parseLine(JSON.stringify(record), 1)).toHaveProperty('record');
  });

  test('may hold a body of 5 MB, or one that is nested deeply', () => {
    for (const body of ['x'.repeat(5 << 20), `${'['.repeat(50_000)}${']'.repeat(50_000)}`]) {
      const line = JSON.stringify({ ...plainRecord(), body });
      expect(parseLine(line, 1)).toHaveProperty('record');
    }
  });

  test.each([
    ['1764400000080000000', 'received_at', 'is not a time in milliseconds.'],
    ['-9e15', 'received_at', 'is not a time in milliseconds.'],
    ['1e999', 'received_at', 'is not a number.'],
    ['1764400000080000', 'occurred_at', 'is not a time in milliseconds.'],
    ['1764400000080000000', 'updated_at', 'is not a time in milliseconds.'],
  ])('with the absurd time %s in the field %s is refused', (time, field, message) => {
    const record = plainRecord();
    record.row[field] = 'TIME';
    expect(parseLine(JSON.stringify(record).replace('"TIME"', time), 1)).toEqual({
      mistake: { line: 1, message: `This is not a delivery: row.${field} ${message}` },
    });
  });

  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  test.each([
    ['a write', (record: any) => (record.writes[0].later = 'DEEP')],
    ['a field that is not known', (record: any) => (record.row.later = 'DEEP')],
  ])('nested 50,000 levels deep in %s is refused', (_, spoil) => {
    const record = plainRecord();
    spoil(record);
    expect(parseLine(JSON.stringify(record).replace('"DEEP"', deep), 1)).toEqual({
      mistake: {
        line: 1,
        message: 'This is not a delivery: it is nested over 64 levels deep.',
      },
    });
  });

  test.each([
    [(record: any) => (record.row.user_label = 'x'.repeat(15 << 20)), 'row is over 64 KiB.'],
    [
      (record: any) => (record.row.payload_changed = Array(100_000).fill('email')),
      'row is over 64 KiB.',
    ],
    [(record: any) => (record.error = 'x'.repeat(1 << 20)), 'error is over 64 KiB.'],
    [
      (record: any) => (record.row.svix_id = 'msg_1\u001b[201~\rtouch pwned'),
      'row.svix_id has control characters.',
    ],
  ])(
    'that is larger than any deployment exports, or has a control character, is refused: %s',
    (spoil, message) => {
      const record = plainRecord();
      spoil(record);
      expect(parseLine(JSON.stringify(record), 1)).toEqual({
        mistake: { line: 1, message: `This is not a delivery: ${message}` },
      });
    },
  );

  test('that is empty is skipped', () => {
    expect(parseLine(' \r', 2)).toBeNull();
  });
});

describe('what is copied as JSON', () => {
  const records = [1n, 2n].map((seq) =>
    recordOf(makeDelivery({ row: { ...makeDelivery().row, seq } }), false),
  );

  test('is read as the lines of its records, one or several', () => {
    expect(asLines(JSON.stringify(records, null, 2))).toEqual({
      lines: ndjsonOf(records).trimEnd(),
      isList: true,
    });
    expect(asLines(JSON.stringify(records[0], null, 2))).toEqual({
      lines: ndjsonOf([records[0]!]).trimEnd(),
      isList: false,
    });
  });

  test('is told apart from an NDJSON export, whole or broken, which is not changed', () => {
    for (const text of [ndjsonOf(records), `{"format":\n${ndjsonOf(records)}`, '[1,\n', '']) {
      expect(asLines(text)).toEqual({ lines: text, isList: false });
    }
  });
});
