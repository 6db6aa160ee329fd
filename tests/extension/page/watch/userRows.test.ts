/** Finding the rows of the page's users in the whole log. */
import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import { UserRows } from '../../../../extension/page/watch/userRows.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const newLog = () => new EventLog((callback) => callback());

/** A log with this many rows about the user, which counts how often the rows' user is read. */
function countingLog(size: number, user: string) {
  const counted = { reads: 0 };
  const log = newLog();
  log.append(Array.from({ length: size }, (_, at) => auditRow(at + 1)));
  // The log keeps rows of its own.
  for (const row of log.newer) {
    const read = { get: () => ((counted.reads += 1), user) };
    Object.defineProperty(row, 'clerk_user_id', read);
  }
  return { log, counted };
}

test('the rows of fifty new users are found in one pass over the log', () => {
  const { log, counted } = countingLog(1_000, 'user_7');
  const rows = new UserRows();
  rows.take(log, NOON, new Set());
  const users = new Set(Array.from({ length: 50 }, (_, at) => `user_${at}`));
  counted.reads = 0;
  rows.take(log, NOON, users);
  expect(counted.reads).toBe(1_000);
  rows.take(log, NOON, users);
  expect(counted.reads).toBe(1_000);
  expect(rows.of('user_7').map(({ _id }) => _id)).toEqual(
    log.newer.slice(-200).map(({ _id }) => _id),
  );
});

test('the rows of a user include those of an older page that is loaded later', () => {
  const log = newLog();
  log.appendOlder([auditRow(30), auditRow(20)], false);
  const rows = new UserRows();
  const users = new Set(['user_2ada']);
  rows.take(log, NOON, users);
  log.appendOlder([auditRow(10)], true);
  expect(rows.take(log, NOON, users)).toBe(true);
  expect(rows.of('user_2ada').map(({ _id }) => _id)).toEqual(['row10', 'row20', 'row30']);
  expect(rows.take(log, NOON, users)).toBe(false);
});
