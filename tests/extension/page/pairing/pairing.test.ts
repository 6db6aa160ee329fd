/** Changes of a page, and the webhooks that report them. */
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../../extension/page/pairing/changes.ts';
import { pairingOf } from '../../../../extension/page/pairing/pairing.ts';
import type { AuditId, AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';
import { call, load, user, webhook } from '../callsAndWebhooks.ts';

describe('a change', () => {
  const [change] = changesOf([load('user_1', 5), call([10, 20], { own: user('user_1', 15) })]);
  const state = (...rows: AuditRow[]) => pairingOf(change!, rows).state;

  test('is paired with the webhook of the same user and version', () => {
    expect(pairingOf(change!, [webhook(30, 'user_1', 15)])).toMatchObject({
      state: 'paired',
      row: { _id: 'row30' },
    });
  });

  test('waits while only webhooks of older versions and other users come', () => {
    expect(state(webhook(30, 'user_1', 5), webhook(31, 'user_2', 15))).toBe('waiting');
  });

  test('is overtaken by a later version, and paired when its own comes after that', () => {
    const later = webhook(30, 'user_1', 16);
    expect(state(later)).toBe('overtaken');
    expect(state(later, webhook(31, 'user_1', 15, { outcome: 'stale' }))).toBe('paired');
  });

  test('is overtaken by a delete, not by a later version that failed', () => {
    expect(state(auditRow(30, { clerk_user_id: 'user_1', event_type: 'user.deleted' }))).toBe(
      'overtaken',
    );
    expect(state(webhook(30, 'user_1', 16, { outcome: 'failed' }))).toBe('waiting');
  });

  test('is paired with a failed attempt until one succeeds, and then with that', () => {
    const failed = webhook(30, 'user_1', 15, { outcome: 'failed' });
    expect(pairingOf(change!, [failed])).toMatchObject({ state: 'paired', row: { _id: 'row30' } });
    const retried = webhook(60, 'user_1', 15, { attempt: 2 });
    expect(pairingOf(change!, [retried, failed])).toMatchObject({
      state: 'paired',
      row: { _id: 'row60' },
    });
  });

  test('is not paired with a re-dispatch, a reconciliation or an event of a session', () => {
    const redispatch = { of: 'row1' as AuditId, by: 'QA', edited: false, forced: false };
    expect(state(webhook(30, 'user_1', 15, { redispatch }))).toBe('overtaken');
    expect(state(webhook(30, 'user_1', 15, { svix_id: 'reconcile_1' }))).toBe('overtaken');
    expect(state(webhook(30, 'user_1', 15, { event_type: 'session.created' }))).toBe('waiting');
  });

  test('is probably reported by a webhook without a version that Clerk sent after it', () => {
    const timeless = { updated_at: undefined, clerk_user_id: 'user_1' };
    expect(state(auditRow(200, { ...timeless, occurred_at: NOON + 14 }))).toBe('waiting');
    expect(state(auditRow(200, { ...timeless, occurred_at: NOON + 15 }))).toBe('probable');
  });
});

test('of a sign-up is paired with its user’s only user.created, whatever its version', () => {
  const [change] = changesOf([call([10, 20], { createdId: 'user_1' }, 'sign up')]);
  const created = webhook(30, 'user_1', 99, { event_type: 'user.created' });
  expect(pairingOf(change!, [created])).toMatchObject({ state: 'paired', row: { _id: 'row30' } });
  expect(pairingOf(change!, [webhook(31, 'user_1', 120)]).state).toBe('overtaken');
});

test('of a delete is paired by id, and no update overtakes it', () => {
  const [change] = changesOf([call([10, 20], { deletedId: 'user_1' }, 'delete')]);
  expect(pairingOf(change!, [webhook(31, 'user_1', 120)]).state).toBe('waiting');
  const deleted = auditRow(40, { clerk_user_id: 'user_1', event_type: 'user.deleted' });
  expect(pairingOf(change!, [deleted]).state).toBe('paired');
});
