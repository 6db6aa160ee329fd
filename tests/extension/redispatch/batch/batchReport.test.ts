import { expect, test } from 'vitest';
import { NO_OUTCOMES, type Batch } from '../../../../webhooks/shared/batch.ts';
import { batchReport } from '../../../../extension/redispatch/batch/batchReport.ts';
import { selectionWords } from '../../../../extension/redispatch/batch/selectionWords.ts';
import { auditRow, changing } from '../../../fixtures/data/auditRow.ts';

const STARTED = Date.UTC(2026, 0, 5, 12);

const batch: Batch = {
  _id: 'batch_1' as Batch['_id'],
  key: 'key_1',
  selection: { where: { outcome: 'failed' }, since: STARTED - 3_600_000 },
  until_seq: 1n,
  cursor: 1n,
  force: false,
  state: 'done',
  counts: { ...NO_OUTCOMES, applied: 2, failed: 1 },
  skipped: 4,
  given_up: 0,
  total: 7,
  by: 'QA laptop',
  created_at: STARTED,
  updated_at: STARTED + 1_500,
};
const deployment = { name: 'acme-dev', url: 'http://127.0.0.1:3210' };

test('a report says what was selected, by whom, when, and with which results', () => {
  expect(batchReport(batch, [], deployment)).toBe(`Re-dispatch batch
Deployment: acme-dev (http://127.0.0.1:3210)
Batch: batch_1
Selection: All deliveries that ended as failed since 2026-01-05T11:00:00.000Z
By: QA laptop
State: done
Started: 2026-01-05T12:00:00.000Z
Ended: 2026-01-05T12:00:01.500Z
Re-dispatched: 3
  applied: 2
  failed: 1
Skipped: 4: earlier attempts, or already resolved
`);
});

test('a report lists the deliveries of the batch with their outcomes, and names users only by id', () => {
  const made = [
    auditRow(1),
    auditRow(2, { outcome: 'stale', ...changing(), reason: 'Older than what the row holds.' }),
    auditRow(3, {
      event_type: 'user.deleted',
      changes: [{ table: 'users', kind: 'delete', fields: ['email'] }],
    }),
  ];
  const lines = batchReport(batch, made, deployment).split('\n').slice(-5, -1);
  expect(lines.map((line) => line.trim().split('\t'))).toEqual([
    ['Deliveries: 3'],
    ['2026-11-22T12:00:00.001Z', 'user.updated', 'user_2ada', 'applied', 'users: email', 'row1'],
    ['2026-11-22T12:00:00.002Z', 'user.updated', 'user_2ada', 'stale', made[1]!.reason, 'row2'],
    ['2026-11-22T12:00:00.003Z', 'user.deleted', 'user_2ada', 'applied', 'users: deleted', 'row3'],
  ]);
  expect(batchReport(batch, made.slice(1), deployment)).toContain('Deliveries: 2 of 3\n');
});

test('a report counts events that were given up among the failed ones', () => {
  expect(batchReport({ ...batch, given_up: 1 }, [], deployment)).toContain(
    '  failed: 1\nGiven up: 1 of the failed: their handler exceeded a limit twice\n',
  );
});

test('a report writes an invalid time as its number', () => {
  expect(batchReport({ ...batch, updated_at: 1e300 }, [], deployment)).toContain('Ended: 1e+300\n');
});

test('a report has the note, whether it was forced, and why it was cancelled', () => {
  const report = batchReport(
    {
      ...batch,
      force: true,
      note: 'after the fix',
      state: 'cancelled',
      reason: 'Cancelled by QA.',
    },
    [],
    deployment,
  );
  expect(report).toContain('Note: after the fix\n');
  expect(report).toContain('Forced: yes');
  expect(report).toContain('State: cancelled: Cancelled by QA.\n');
});

test.each([
  [{ ids: [] }, '0 selected deliveries'],
  [{ ids: ['a'] }, '1 selected delivery'],
  [{ where: { outcome: 'failed' }, since: 0 }, 'All deliveries that ended as failed'],
  [
    { where: { event_type: 'user.updated' }, since: 5 },
    'All deliveries of type user.updated since 5',
  ],
  [
    { where: { clerk_user_id: 'user_ada' }, since: 5, until: 9 },
    'All deliveries of user user_ada since 5 until 9',
  ],
  [{ where: { svix_id: 'msg_1' }, since: 0, until: 9 }, 'All deliveries with id msg_1 until 9'],
])('the selection %j is described as %s', (selection, words) => {
  expect(selectionWords(selection as Batch['selection'], String)).toBe(words);
});
