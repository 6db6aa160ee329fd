import { expect, test } from 'vitest';
import type { Facts } from '../../../../webhooks/shared/doctor/facts.ts';
import { checkRequests } from '../../../../webhooks/shared/doctor/requestChecks.ts';
import { NOON, rejection } from '../../../fixtures/data/auditRow.ts';

const ROUTE = {
  path: '/clerk',
  source: 'clerk',
  url: 'https://happy-otter-123.convex.site/clerk',
  secret: { name: 'CLERK_WEBHOOK_SECRET', state: 'ok', text: 'It is set.' },
  isUsed: true,
} as const;

test('the doctor says when the last request before rejections was accepted, even if its row is far back', () => {
  const facts = {
    routes: [ROUTE],
    rows: [],
    types: [
      { type: 'user.created', at: NOON - 2_000 },
      { type: 'user.updated', at: NOON - 1_000 },
    ],
    rejections: [rejection(1), rejection(-1_500)],
  };
  expect(checkRequests(facts as unknown as Facts)).toMatchObject([
    {
      check: 'request',
      state: 'wrong',
      text: 'The last request was rejected: Signed with another secret. At least 3 requests were rejected, and the last one that was accepted came at 2026-11-22 11:59:59 UTC.',
      at: NOON + 1,
    },
  ]);
});

test('for a signature that does not match, the advice is to set all secrets of the routes that share a variable', () => {
  const facts = {
    routes: [ROUTE, { ...ROUTE, path: '/clerk-orgs' }],
    rows: [],
    types: [],
    rejections: [rejection(1)],
  };
  expect(checkRequests(facts as unknown as Facts)[0]?.todo).toBe(
    'Give each of the routes /clerk and /clerk-orgs a variable of its own in place of CLERK_WEBHOOK_SECRET, since each endpoint has a secret of its own; or set CLERK_WEBHOOK_SECRET to all of these secrets, separated by spaces.',
  );
});
