import { describe, expect, test } from 'vitest';
import {
  addScheduled,
  addWrite,
  emptyRecord,
  isEmpty,
  merge,
  recordFromText,
  recordToText,
  type FunctionRecord,
} from '../../../webhooks/record/record.ts';

const KiB = 1024;

function recordOf(count: number, size: number): FunctionRecord {
  const record = emptyRecord();
  for (let i = 0; i < count; i++) {
    const text = JSON.stringify({ _id: `id${i}`, value: 'x'.repeat(size) });
    addWrite(record, `a document with a long id ${i}`, {
      before: { kind: 'text', text },
      calls: 1,
    });
  }
  return record;
}

function callsOf({ documents }: FunctionRecord): number {
  return [...documents.values()].reduce((sum, { calls }) => sum + calls, 0);
}

test("a document's state before its first write is kept in its record", () => {
  const record = emptyRecord();
  addWrite(record, 'a', { before: { kind: 'text', text: '{"n":1}' }, calls: 1 });
  addWrite(record, 'a', { before: { kind: 'text', text: '{"n":2}' }, table: 't', calls: 2 });
  expect(record.documents.get('a')).toEqual({
    before: { kind: 'text', text: '{"n":1}' },
    table: 't',
    calls: 3,
  });
});

test('a job that a caller schedules and a called function cancels is not in the record', () => {
  const caller = emptyRecord();
  addScheduled(caller, 'job', { function: 'a:b', at: 1 });
  const called = emptyRecord();
  addScheduled(called, 'job', { function: 'a:b', at: 1, cancelled: true });
  merge(caller, called);
  expect(caller.scheduled.size).toBe(0);
});

test.each<[string, Partial<FunctionRecord>]>([
  ['a scheduled and cancelled job', { scheduleCalls: 1 }],
  ['rows of the recorder', { ownWrites: 2 }],
])('a record with only %s is not empty', (_, part) => {
  expect(isEmpty({ ...emptyRecord(), ...part })).toBe(false);
});

describe('a record as text', () => {
  test('is read back unchanged', () => {
    const record = recordOf(3, 10);
    addScheduled(record, 'job', { function: 'a:b', at: 1, args: '{}' });
    record.scheduleCalls = 1;
    record.ownWrites = 4;
    expect(recordFromText(recordToText(record))).toEqual(record);
  });

  test('has only the hashes and the size of a document over 64 KiB', () => {
    const record = recordFromText(recordToText(recordOf(1, 65 * KiB)));
    expect([...record.documents.values()][0]!.before).toEqual({
      kind: 'hashes',
      fields: [['value', expect.any(String)]],
      bytes: 65 * KiB + JSON.stringify({ _id: 'id0', value: '' }).length,
    });
  });

  test.each([
    ['a few large documents', 15, 1000 * KiB],
    ['many documents', 200, 60 * KiB],
    ['more documents than are shown', 1000, 300],
  ])('fits in a row with %s, and counts all of them', (_, count, size) => {
    const text = recordToText(recordOf(count, size));
    expect(text.length).toBeLessThan(900 * KiB);
    expect(callsOf(recordFromText(text))).toBe(count);
  });

  test('names the shown documents if there are more than a row can name', () => {
    const text = recordToText(recordOf(16_000, 300));
    expect(text.length).toBeLessThan(900 * KiB);
    expect(callsOf(recordFromText(text))).toBe(200);
  });
});
