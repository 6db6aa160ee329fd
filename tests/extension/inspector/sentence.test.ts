import { expect, test } from 'vitest';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { MASK } from '../../../convex/shared/masking.ts';
import { OUTCOMES } from '../../../convex/shared/outcome.ts';
import { describeDelivery, type DescribedDelivery } from '../../../extension/inspector/sentence.ts';

const row = (fields: Partial<AuditRow> = {}): AuditRow => ({
  _id: 'a1' as AuditRow['_id'],
  seq: 1n,
  svix_id: 'msg_1',
  attempt: 1,
  event_type: 'user.updated',
  clerk_user_id: 'user_ada',
  user_label: 'Ada Lovelace',
  occurred_at: 1_790_000_000_000,
  received_at: 1_790_000_000_500,
  outcome: 'applied',
  changed: [],
  payload_bytes: 900,
  source: 'clerk',
  ...fields,
});

const failedFirst = row({ outcome: 'failed', reason: 'onUserChange threw.' });
const redispatch = { of: 'a1' as AuditRow['_id'], by: 'QA laptop', edited: false, forced: false };

const told: [fact: string, delivery: Partial<DescribedDelivery>, sentences: string][] = [
  [
    'an update names the fields in plain English',
    { row: row({ changed: ['email', 'email_lower', 'last_name'] }), before: {} },
    'Changed e-mail and last name of Ada Lovelace.',
  ],
  [
    'three fields are listed with commas',
    { row: row({ changed: ['first_name', 'username', 'image_url'] }) },
    'Changed first name, username and picture of Ada Lovelace.',
  ],
  [
    'an address that differs in case only is told',
    { row: row({ changed: ['email_lower'] }) },
    'Changed e-mail in lower case of Ada Lovelace.',
  ],
  [
    'a field that has no name of its own is told as it is',
    { row: row({ changed: ['favourite_colour'] }) },
    'Changed favourite colour of Ada Lovelace.',
  ],
  [
    'a create adds',
    { row: row({ event_type: 'user.created', changed: ['email'] }), before: null },
    'Added Ada Lovelace.',
  ],
  [
    'a create is known as one before its details have come',
    { row: row({ event_type: 'user.created', changed: ['email'] }) },
    'Added Ada Lovelace.',
  ],
  [
    'a create that found a row changes it',
    { row: row({ event_type: 'user.created', changed: ['email'] }), before: {} },
    'Changed e-mail of Ada Lovelace.',
  ],
  [
    'an update that found no row says so',
    { row: row({ changed: ['email'] }), before: null },
    'Added Ada Lovelace: an update came for a user that was not in the table.',
  ],
  ['a delete deletes', { row: row({ event_type: 'user.deleted' }) }, 'Deleted Ada Lovelace.'],
  [
    'a user without a label is named by id',
    { row: row({ user_label: undefined, event_type: 'user.deleted' }) },
    'Deleted user_ada.',
  ],
  [
    'a viewer gets the id in place of a masked label, and the reason in place of a masked error',
    {
      row: row({ user_label: MASK, outcome: 'failed', reason: 'Applying it threw an error.' }),
      error: MASK,
    },
    'Failed, so nothing changed for user_ada: applying it threw an error. Clerk will send it again.',
  ],
  [
    'unchanged says why nothing changed',
    { row: row({ outcome: 'unchanged' }) },
    'Changed nothing: Ada Lovelace already holds these values.',
  ],
  [
    'a delete of an unknown user says what is remembered',
    { row: row({ outcome: 'unchanged', event_type: 'user.deleted', user_label: undefined }) },
    'Changed nothing: user_ada was not in the table. The id is remembered as deleted, so no late event can bring the user back.',
  ],
  [
    'a duplicate says what the first attempt did',
    { row: row({ outcome: 'duplicate', attempt: 2 }), attempts: [row()] },
    'Changed nothing: this event had already been handled. Second attempt; the first was applied.',
  ],
  [
    'stale gives the reason that was stored',
    { row: row({ outcome: 'stale', reason: 'the user was deleted' }) },
    'Changed nothing: this event came too late for Ada Lovelace. The user was deleted.',
  ],
  [
    'an event of another kind is none of our business',
    { row: row({ outcome: 'ignored', event_type: 'session.created' }) },
    'Changed nothing: users do not depend on session.created events.',
  ],
  [
    'a user event without an id says so',
    { row: row({ outcome: 'ignored', event_type: 'user.deleted', clerk_user_id: undefined }) },
    'Changed nothing: the event names no user.',
  ],
  [
    'a failure gives the first line of its error and what happens next',
    {
      row: row({ outcome: 'failed', reason: 'x' }),
      error: 'Error: Uncaught Error: no such plan.\n    at plan.ts',
    },
    'Failed, so nothing changed for Ada Lovelace: no such plan. Clerk will send it again.',
  ],
  [
    'the last failure that Clerk repeats asks for a re-dispatch',
    { row: row({ outcome: 'failed', attempt: 8, reason: 'x' }) },
    'Failed, so nothing changed for Ada Lovelace: x. Clerk gives up after 8 attempts: re-dispatch once it is fixed. Eighth attempt.',
  ],
  [
    'a failure that a retry mended says so',
    { row: failedFirst, attempts: [row({ attempt: 2 }), failedFirst] },
    'Failed, so nothing changed for Ada Lovelace: onUserChange threw. First of 2 attempts; the last was applied.',
  ],
  [
    'a retry says how the attempt before it failed',
    {
      row: row({ attempt: 2, changed: ['email', 'last_name'] }),
      attempts: [row({ attempt: 2 }), failedFirst],
    },
    'Changed e-mail and last name of Ada Lovelace. Second attempt; the first failed: onUserChange threw.',
  ],
  [
    'an attempt far down the line is counted in figures',
    { row: row({ outcome: 'duplicate', attempt: 22 }) },
    'Changed nothing: this event had already been handled. 22nd attempt.',
  ],
  [
    'a re-dispatch names who sent it, how, and why',
    {
      row: row({
        source: 'redispatch',
        changed: ['email'],
        redispatch: { ...redispatch, edited: true, forced: true, note: 'Ticket 12.' },
      }),
    },
    'Changed e-mail of Ada Lovelace. Re-dispatched by QA laptop, with an edited payload, past the guard for late events. Note: Ticket 12.',
  ],
  [
    'a re-dispatch that failed is not repeated',
    {
      row: row({ source: 'redispatch', outcome: 'failed', reason: 'boom', attempt: 2, redispatch }),
    },
    'Failed, so nothing changed for Ada Lovelace: boom. Nothing repeats it by itself: re-dispatch once it is fixed. Second re-dispatch. Re-dispatched by QA laptop.',
  ],
  [
    'a reconciliation says that no webhook brought it',
    { row: row({ source: 'reconcile', changed: ['email'] }) },
    'Changed e-mail of Ada Lovelace. Written by a reconciliation with Clerk, not by a webhook.',
  ],
];

test.each(told)('%s', (_fact, delivery, sentences) => {
  expect(describeDelivery({ row: row(), attempts: [], ...delivery }).join(' ')).toBe(sentences);
});

test('every outcome begins with what changed or with the fact that nothing did', () => {
  for (const outcome of OUTCOMES) {
    const [first] = describeDelivery({ row: row({ outcome, changed: ['email'] }), attempts: [] });
    expect(first).toMatch(outcome === 'applied' ? /^Changed e-mail/ : /nothing/);
  }
});
