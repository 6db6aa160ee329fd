import { expect, test } from 'vitest';
import type { PageChange } from '../../../../extension/page/pairing/changes.ts';
import { Pairings } from '../../../../extension/page/pairing/pairings.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const change: PageChange = {
  key: 'updated user_2ada 10',
  kind: 'updated',
  userId: 'user_2ada',
  updatedAt: NOON + 10,
  call: { name: 'POST /v1/me/email_addresses', startedAt: NOON, finishedAt: NOON + 20 },
  isOwn: false,
};

test('a pairing stays the same object until rows of its user come', () => {
  const pairings = new Pairings();
  const none: never[] = [];
  const [waiting] = pairings.of([change], () => none);
  expect(pairings.of([{ ...change }], () => none)[0]).toBe(waiting);
  const [paired] = pairings.of([change], () => [auditRow(30, { updated_at: NOON + 10 })]);
  expect(paired?.state).toBe('paired');
});

test('a change whose cause turns out to be another call is shown with that call', () => {
  const pairings = new Pairings();
  const none: never[] = [];
  pairings.of([change], () => none);
  const call = { name: 'PATCH /v1/me', startedAt: NOON + 5, finishedAt: NOON + 25 };
  const [pairing] = pairings.of([{ ...change, call, isOwn: true }], () => none);
  expect(pairing?.change.call.name).toBe('PATCH /v1/me');
});
