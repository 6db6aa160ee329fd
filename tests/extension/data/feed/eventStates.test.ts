import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { auditRow } from '../../../fixtures/data/auditRow.ts';
import { supersededBy } from '../../../fixtures/data/supersededBy.ts';

const logOf = (...rows: AuditRow[]) => {
  const log = new EventLog((callback) => callback());
  log.append(rows);
  return log;
};
const failed = (place: number, more: Partial<AuditRow> = {}) =>
  auditRow(place, { outcome: 'failed', settled: false, event_id: 'msg_1', ...more });
const stateOf = (log: EventLog, row: AuditRow) => log.states.stateOf(row);

describe('the state of an event', () => {
  test('that did not fail is that it never failed, however often the event came', () => {
    const log = logOf(auditRow(1), auditRow(2, { event_id: 'msg_1', outcome: 'duplicate' }));
    expect(stateOf(log, auditRow(1))).toEqual({ kind: 'never failed' });
  });

  test('that failed is that it is open', () => {
    expect(stateOf(logOf(failed(1)), failed(1))).toEqual({ kind: 'open' });
  });

  test('that a later attempt applied is that this attempt mended it', () => {
    const mend = auditRow(3, { event_id: 'msg_1', attempt: 3 });
    expect(stateOf(logOf(failed(1), failed(2), mend), failed(1))).toEqual({
      kind: 'mended',
      by: mend,
    });
  });

  test('that succeeded before the loaded rows is that an unknown row mended it', () => {
    const row = failed(5, { settled: true });
    expect(stateOf(logOf(row), row)).toEqual({ kind: 'mended', by: null });
  });

  test('is superseded by a newer event of its subject that was applied', () => {
    const row = failed(1, { subject: 'user_1', updated_at: 10 });
    const newer = auditRow(2, { subject: 'user_1', updated_at: 20 });
    expect(stateOf(logOf(row, newer), row)).toEqual({ kind: 'superseded', by: newer });
  });

  test('is superseded by a delete, whatever its times', () => {
    const row = failed(1, { subject: 'user_1', updated_at: 10 });
    const deleted = auditRow(2, { subject: 'user_1', updated_at: 5, event_type: 'user.deleted' });
    expect(stateOf(logOf(row, deleted), row)?.kind).toBe('superseded');
  });

  test('that was superseded does not change when older data of its subject is forced later', () => {
    const row = failed(1, { subject: 'user_1', updated_at: 10 });
    const newer = auditRow(2, { subject: 'user_1', updated_at: 20 });
    const redispatch = { of: row._id, by: 'QA laptop', edited: false, forced: true };
    const forced = auditRow(3, { subject: 'user_1', updated_at: 5, redispatch });
    expect(stateOf(logOf(row, newer, forced), row)).toEqual({ kind: 'superseded', by: newer });
  });

  test.each([
    ['an older event', { subject: 'user_1', updated_at: 5 }],
    ['another subject', { subject: 'user_2', updated_at: 20 }],
    ['an event that was stale', { subject: 'user_1', updated_at: 20, outcome: 'stale' as const }],
    ['another source', { subject: 'user_1', updated_at: 20, source: 'other' }],
  ])('is open after %s', (_name, later) => {
    const row = failed(1, { subject: 'user_1', updated_at: 10 });
    expect(stateOf(logOf(row, auditRow(2, later)), row)).toEqual({ kind: 'open' });
  });

  test('that failed again after a newer event was applied is open again', () => {
    const row = failed(1, { subject: 'user_1', updated_at: 10 });
    const newer = auditRow(2, { subject: 'user_1', updated_at: 20 });
    const again = failed(3, { subject: 'user_1', updated_at: 10 });
    expect(stateOf(logOf(row, newer, again), row)).toEqual({ kind: 'open' });
  });

  test('does not depend on an event of the same id from another source', () => {
    const log = logOf(failed(1), auditRow(2, { event_id: 'msg_1', source: 'other' }));
    expect(stateOf(log, failed(1))).toEqual({ kind: 'open' });
  });
});

/** The state of an event among all rows of a log, by its definition. */
function definedState(all: readonly AuditRow[], event: readonly AuditRow[]) {
  if (!event.some(({ outcome }) => outcome === 'failed')) return { kind: 'never failed' };
  if (event.some(({ outcome, settled }) => outcome !== 'failed' || settled)) {
    return { kind: 'mended', by: event.find(({ outcome }) => outcome !== 'failed') ?? null };
  }
  const newest = event.at(-1)!;
  const later = all.filter(({ seq }) => seq > newest.seq);
  const by = supersededBy(newest, later);
  return by === undefined ? { kind: 'open' } : { kind: 'superseded', by };
}

test('states follow their definition, at whichever end rows are added, and with forced and dropped rows', () => {
  const row = fc.record({
    event: fc.nat(7),
    updated_at: fc.option(fc.nat(5), { nil: undefined }),
    occurred_at: fc.nat(5),
    event_type: fc.constantFrom('user.updated', 'user.updated', 'user.updated', 'user.deleted'),
    outcome: fc.constantFrom<AuditRow['outcome']>(
      'failed',
      'failed',
      'applied',
      'unchanged',
      'stale',
    ),
    settled: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.nat(40), fc.nat(20), (all, split, kept) => {
      const rows = all.map(({ event, ...one }, place) =>
        // An event is about one subject.
        auditRow(place, { ...one, event_id: `msg_${event}`, subject: `user_${event % 2}` }),
      );
      const log = new EventLog((callback) => callback(), kept + 1);
      log.append(rows.slice(split, split + 1));
      log.appendOlder(rows.slice(0, split).reverse(), true);
      log.append(rows.slice(split + 1));
      const left = [...log.older.toReversed(), ...log.newer];
      for (const one of rows) {
        const event = left.filter(({ event_id }) => event_id === one.event_id);
        expect(log.states.rowsOf(one)).toEqual(event);
        expect(log.states.stateOf(one)).toEqual(
          event.length === 0 ? null : definedState(left, event),
        );
      }
    }),
    { numRuns: 500 },
  );
});
