/** Audit rows and rejections as a viewer gets them. */
import { expect, test } from 'vitest';
import type { AuditId, AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { MASK } from '../../../../webhooks/shared/masking/maskPayload.ts';
import { maskAuditRow, maskRejection } from '../../../../webhooks/shared/masking/maskRows.ts';
import type { Rejection } from '../../../../webhooks/shared/rejection.ts';

const row = {
  _id: 'row' as AuditId,
  seq: 7n,
  svix_id: 'msg_1',
  attempt: 1,
  event_type: 'user.updated',
  clerk_user_id: 'user_2x',
  occurred_at: 1,
  received_at: 2,
  outcome: 'applied',
  changes: [{ table: 'users', kind: 'update', fields: ['email'] }],
  writes: 1,
  unseen: 0,
  event_id: 'msg_1',
  settled: true,
  payload_bytes: 2048,
  source: 'clerk',
} satisfies AuditRow;

test('a masked audit row hides its label and its note, and keeps the rest', () => {
  const redispatch = {
    of: row._id,
    by: 'QA laptop',
    edited: false,
    forced: false,
    note: 'Ada called',
  };
  expect(maskAuditRow({ ...row, user_label: 'Ada Lovelace', redispatch })).toEqual({
    ...row,
    user_label: MASK,
    redispatch: { ...redispatch, note: MASK },
  });
});

test('a masked audit row without a label still has none', () => {
  expect(maskAuditRow(row)).toEqual(row);
});

test('a masked audit row has no id that is hidden in the body', () => {
  const named = { ...row, subject: 'ada@example.com', clerk_user_id: 'Ada Lovelace' };
  const { clerk_user_id: _, ...rest } = row;
  expect(maskAuditRow(named)).toEqual(rest);
});

test('a masked audit row does not name a changed field whose name is hidden in the body', () => {
  const payload_changed = ['ada@example.com', 'first_name', 'Ada Lovelace'];
  expect(maskAuditRow({ ...row, payload_changed }).payload_changed).toEqual([MASK, 'first_name']);
});

test('an audit row names no field of a table without a schema that may be personal', () => {
  const fields = ['email', 'ada@example.com', '…3 more'];
  const changes = [{ table: 'notes', kind: 'update' as const, fields }];
  expect(maskAuditRow({ ...row, changes }).changes[0]!.fields).toEqual(['email', MASK, '…3 more']);
});

test.each([
  [0, 0],
  [1, 1024],
  [1024, 1024],
  [1025, 2048],
])('the masked size of a body of %i bytes is %i', (payload_bytes, said) => {
  expect(maskAuditRow({ ...row, payload_bytes }).payload_bytes).toBe(said);
});

test('a masked rejection hides the start of the body and its exact size', () => {
  const rejection: Rejection = {
    _id: 'rejection' as Rejection['_id'],
    minute: 0,
    reason: 'bad_signature',
    count: 2,
    first_at: 1,
    last_at: 2,
    sample: {
      header_names: ['svix-id'],
      body_bytes: 1000,
      body_start: '{"first_name":"Ada"',
      diagnosis: 'Late.',
    },
  };
  expect(maskRejection(rejection)).toEqual({
    ...rejection,
    sample: { ...rejection.sample, body_start: MASK, body_bytes: 1024 },
  });
});
