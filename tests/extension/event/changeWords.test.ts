import { expect, test } from 'vitest';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { changeWords } from '../../../extension/event/changeWords.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';

const users = (kind: 'insert' | 'update' | 'delete', ...fields: string[]) => ({
  table: 'users',
  kind,
  fields,
});
const orders = { ...users('delete', 'user'), table: 'orders' };

test.each<[Partial<AuditRow>, string]>([
  [{ changes: [users('update', 'email', 'email_lower', 'last_name')] }, 'users: email, last_name'],
  [{ changes: [users('update', 'email_lower')] }, 'users: email_lower'],
  [{ changes: [users('insert', 'email')] }, 'users: new'],
  [{ changes: [users('delete', 'email')] }, 'users: deleted'],
  [{ changes: [users('update', 'email'), orders, orders] }, 'users: email; orders: 2 deleted'],
  [{ changes: [users('update', 'email')], writes: 30 }, 'users: email; 29 more'],
  [{ changes: [], unseen: 2 }, '2 not recorded'],
  [{ changes: [] }, ''],
])('%j reads as %j', (row, words) => {
  const { length } = row.changes ?? [];
  expect(changeWords(auditRow(1, { writes: length, ...row }))).toBe(words);
});
