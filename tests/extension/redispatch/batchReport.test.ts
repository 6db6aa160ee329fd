import { expect, test } from 'vitest';
import { NO_OUTCOMES, type Batch } from '../../../convex/shared/batch.ts';
import { batchReport } from '../../../extension/redispatch/batchReport.ts';
import { selectionWords } from '../../../extension/redispatch/selectionWords.ts';
import { auditRow } from '../../fixtures/auditRow.ts';

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
  total: 7,
  by: 'QA laptop',
  created_at: STARTED,
  updated_at: STARTED + 1_500,
};
const deployment = { name: 'acme-dev', url: 'http://127.0.0.1:3210' };

test('a report says what was selected, by whom, when, and what came of it', () => {
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
Passed over: 4: earlier attempts of events that were sent, or no longer as selected
`);
});

test('the deliveries that it made are listed with their outcome, users by id alone', () => {
  const made = [
    auditRow(1, { source: 'redispatch' }),
    auditRow(2, { outcome: 'stale', changed: [], reason: 'Older than what the row holds.' }),
    auditRow(3, { event_type: 'user.deleted', changed: ['clerk_created_at'] }),
  ];
  const lines = batchReport(batch, made, deployment).split('\n').slice(-5, -1);
  expect(lines.map((line) => line.trim().split('\t'))).toEqual([
    ['Deliveries: 3'],
    ['2026-11-22T12:00:00.001Z', 'user.updated', 'user_2ada', 'applied', 'email', 'row1'],
    ['2026-11-22T12:00:00.002Z', 'user.updated', 'user_2ada', 'stale', made[1]!.reason, 'row2'],
    ['2026-11-22T12:00:00.003Z', 'user.deleted', 'user_2ada', 'applied', 'deleted', 'row3'],
  ]);
  expect(batchReport(batch, made.slice(1), deployment)).toContain('Deliveries: 2 of 3\n');
});

test('note, force and why it was cancelled stand in the report', () => {
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
  [{ ids: [] }, '0 picked deliveries'],
  [{ ids: ['a'] }, '1 picked delivery'],
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
])('%j is told as %s', (selection, words) => {
  expect(selectionWords(selection as Batch['selection'], String)).toBe(words);
});
