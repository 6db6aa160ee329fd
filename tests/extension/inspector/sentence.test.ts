import { expect, test } from 'vitest';
import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { MASK } from '../../../webhooks/shared/masking/maskPayload.ts';
import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import { importedId } from '../../../extension/data/imported.ts';
import { describeDelivery, type DescribedDelivery } from '../../../extension/inspector/sentence.ts';
import { auditRow, changing } from '../../fixtures/data/auditRow.ts';

const row = (fields: Partial<AuditRow> = {}) => auditRow(1, fields);

/** A row that changed documents of other tables or kinds. */
const wrote = (...changes: AuditRow['changes']) => ({ changes, writes: changes.length });

const failedFirst = row({ outcome: 'failed', reason: 'Your handler threw an error.' });
const redispatch = { of: 'a1' as AuditId, by: 'QA laptop', edited: false, forced: false };

const open = { state: 'open' } as const;
const mended = { state: 'mended', by: 'a9' as AuditId } as const;
const superseded = { state: 'superseded', by: 'a9' as AuditId } as const;

const told: [fact: string, delivery: Partial<DescribedDelivery>, sentences: string][] = [
  [
    'an update names the person, the fields and the table',
    { row: row(changing('email', 'email_lower', 'last_name')) },
    'Changed Ada Lovelace’s email and last name in users.',
  ],
  [
    'three fields are listed with commas',
    { row: row({ ...changing('first_name', 'username', 'picture'), user_label: 'Emil Kestrels' }) },
    'Changed Emil Kestrels’ first name, username and picture in users.',
  ],
  [
    'an address that differs only in case says so',
    { row: row(changing('email_lower')) },
    'Changed Ada Lovelace’s email lower in users.',
  ],
  [
    'an insert adds',
    { row: row(wrote({ table: 'users', kind: 'insert', fields: ['email'] })) },
    'Added Ada Lovelace to users.',
  ],
  [
    'a delete deletes',
    { row: row(wrote({ table: 'users', kind: 'delete', fields: ['email'] })) },
    'Deleted Ada Lovelace from users.',
  ],
  [
    'several rows are counted, their tables named',
    {
      row: row(
        wrote(
          { table: 'users', kind: 'update', fields: ['email'] },
          { table: 'orders', kind: 'delete', fields: ['user'] },
          { table: 'orders', kind: 'delete', fields: ['user'] },
        ),
      ),
    },
    'Changed 3 rows in users and orders for Ada Lovelace.',
  ],
  [
    'an event about nobody names the table alone',
    { row: row({ ...changing('plan'), user_label: undefined, clerk_user_id: undefined }) },
    'Changed plan in users.',
  ],
  [
    'the sentence of writes that are not recorded says so',
    { row: row({ ...changing(), unseen: 2 }) },
    'Wrote only by functions that are not recorded for Ada Lovelace.',
  ],
  [
    'the sentence of an event that only scheduled a function says so',
    { row: row(changing()) },
    'Changed no row, but scheduled a function for Ada Lovelace.',
  ],
  [
    'a viewer gets the id instead of a masked label, and the reason instead of a masked error',
    {
      row: row({
        user_label: MASK,
        outcome: 'failed',
        reason: 'Your handler threw an error.',
        error_line: MASK,
      }),
      error: MASK,
    },
    'Failed, so nothing changed: your handler threw an error. Clerk will send it again.',
  ],
  ...(
    [
      ['unchanged', 'Your handler ran, and no row differs.'],
      ['duplicate', 'Already applied by attempt 1.'],
      ['stale', 'The users row already has newer data.'],
      ['ignored', 'Your handler ignores user.createdAtEdge events.'],
    ] as const
  ).map(([outcome, reason]): [string, Partial<DescribedDelivery>, string] => [
    `${outcome} says the reason of its own outcome`,
    { row: row({ outcome, reason, event_type: 'user.createdAtEdge', ...changing() }) },
    `Changed nothing: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
  ]),
  [
    'a failure gives the first line of its error and what happens next',
    {
      row: row({ outcome: 'failed', reason: 'x' }),
      error: 'Error: Uncaught Error: no such plan.\n    at plan.ts',
    },
    'Failed, so nothing changed: no such plan. Clerk will send it again.',
  ],
  [
    'the last failure that Clerk repeats asks for a re-dispatch',
    { row: row({ outcome: 'failed', attempt: 8, reason: 'x' }) },
    'Failed, so nothing changed: x. Clerk gives up after 8 attempts: re-dispatch once it is fixed. Eighth attempt.',
  ],
  [
    'a failed delivery of another sender does not name Clerk',
    { row: row({ source: 'billing', outcome: 'failed', reason: 'x' }) },
    'Failed, so nothing changed: x. The sender will send it again.',
  ],
  [
    'a failure that newer data superseded says so, not that Clerk sends it again',
    { row: failedFirst, state: superseded },
    'Failed, so nothing changed: your handler threw an error. A newer event was handled since, so no retry is needed.',
  ],
  [
    'a failure that a re-dispatch mended says so, not that Clerk sends it again',
    { row: failedFirst, attempts: [row({ svix_id: 'redispatch_1', redispatch })], state: mended },
    'Failed, so nothing changed: your handler threw an error. The event was mended, so no retry is needed.',
  ],
  [
    'a failure in a file does not foretell a retry',
    { row: { ...failedFirst, _id: importedId(1) } },
    'Failed, so nothing changed: your handler threw an error. The file has no later attempt.',
  ],
  [
    'the last failure before a re-dispatch mended it does not ask for a re-dispatch',
    { row: row({ outcome: 'failed', attempt: 8, reason: 'x' }), state: mended },
    'Failed, so nothing changed: x. The event was mended, so no retry is needed. Eighth attempt.',
  ],
  [
    'a failure that a retry mended says so',
    { state: mended, row: failedFirst, attempts: [row({ attempt: 2 }), failedFirst] },
    'Failed, so nothing changed: your handler threw an error. First of 2 attempts; the last was applied.',
  ],
  [
    'a retry says how the attempt before it failed',
    {
      row: row({ attempt: 2, ...changing('email', 'last_name') }),
      attempts: [row({ attempt: 2 }), failedFirst],
    },
    'Changed Ada Lovelace’s email and last name in users. Second attempt; the first failed: your handler threw an error.',
  ],
  [
    'a re-dispatch is not counted as an attempt of its event',
    {
      row: row({}),
      attempts: [row({ svix_id: 'redispatch_1', attempt: 3, redispatch }), row()],
    },
    'Changed Ada Lovelace’s email in users.',
  ],
  [
    'a late attempt is numbered in figures',
    { row: row({ outcome: 'duplicate', attempt: 22, reason: 'Already applied by attempt 1.' }) },
    'Changed nothing: already applied by attempt 1. 22nd attempt.',
  ],
  [
    'a re-dispatch names who sent it, how, and why',
    { row: row({ redispatch: { ...redispatch, edited: true, forced: true, note: 'Ticket 12.' } }) },
    'Changed Ada Lovelace’s email in users. Re-dispatched by QA laptop, with an edited payload, forced. Note: Ticket 12.',
  ],
  [
    'a re-dispatch that failed is not repeated',
    { row: row({ outcome: 'failed', reason: 'boom', attempt: 2, redispatch }) },
    'Failed, so nothing changed: boom. It won’t be retried automatically: re-dispatch once it is fixed. Second re-dispatch. Re-dispatched by QA laptop.',
  ],
  [
    'a reconciliation says that no webhook brought it',
    { row: row({ svix_id: 'reconcile_1' }) },
    'Changed Ada Lovelace’s email in users. Made by a reconciliation or an erasure, not by a webhook.',
  ],
];

test.each(told)('%s', (_fact, delivery, sentences) => {
  expect(describeDelivery({ row: row(), attempts: [], state: open, ...delivery }).join(' ')).toBe(
    sentences,
  );
});

test('every outcome begins with what changed or with the fact that nothing did', () => {
  for (const outcome of OUTCOMES) {
    const [first] = describeDelivery({ row: row({ outcome }), attempts: [], state: open });
    expect(first).toMatch(outcome === 'applied' ? /^Changed Ada/ : /nothing/);
  }
});
