import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { errorGroups } from '../../../../extension/timeline/errors/errorGroups.ts';
import { isOpen } from '../../../../extension/timeline/filter/states.ts';
import type { StateTest } from '../../../../extension/timeline/rows/foldedRows.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const groupsOf = (...rows: AuditRow[]) => groupsIn(rows, null);

function groupsIn(rows: AuditRow[], test: StateTest | null) {
  const log = new EventLog((callback) => callback());
  log.append(rows);
  const newestFirst = rows.toReversed();
  const list = { length: rows.length, at: (index: number) => newestFirst[index] };
  return errorGroups(list, log.states, test);
}
const failed = (place: number, error_line: string, more: Partial<AuditRow> = {}) =>
  auditRow(place, { outcome: 'failed', settled: false, error_line, ...more });

test('errors that differ only in an id, an address or a number are one group', () => {
  const groups = groupsOf(
    failed(1, 'Error: no row for user_2ada12345 of ada@example.com after 12 ms'),
    failed(2, 'Error: no row for user_2grace999 of grace@example.com after 7 ms'),
    failed(3, 'TypeError: name is undefined'),
  );
  expect(groups.map(({ error, failures }) => [error, failures])).toEqual([
    ['TypeError: name is undefined', 1],
    ['Error: no row for user_2grace999 of grace@example.com after 7 ms', 2],
  ]);
});

test('a group counts failures, their events and those that are open, with the first and last time', () => {
  const [group] = groupsOf(
    failed(1, 'boom'),
    failed(2, 'boom', { event_id: 'msg_1', attempt: 2 }),
    failed(3, 'boom'),
    auditRow(4, { event_id: 'msg_3', attempt: 2 }),
  );
  expect(group).toMatchObject({ failures: 3, events: 2, first: NOON + 1, last: NOON + 3 });
  expect(group?.open.map(({ _id }) => _id)).toEqual(['row2']);
});

test('failures of events in other states than those asked for are not counted', () => {
  const rows = [
    failed(1, 'boom'),
    failed(2, 'boom'),
    auditRow(3, { event_id: 'msg_1', attempt: 2 }),
  ];
  expect(groupsIn(rows, isOpen)).toMatchObject([{ failures: 1, events: 1 }]);
  expect(groupsIn(rows, (kind) => kind === 'superseded')).toEqual([]);
});

test('every error of a group contains the common part of its name', () => {
  const [group] = groupsOf(
    failed(1, 'User "Ada" was not found'),
    failed(2, 'User "Bo" was not found'),
  );
  expect(group?.shared).toBe('was not found');
});

test('deliveries that did not fail are in no group', () => {
  expect(groupsOf(auditRow(1), auditRow(2, { outcome: 'stale' }))).toEqual([]);
});
