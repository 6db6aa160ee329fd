import { expect, test } from 'vitest';
import type { Facts } from '../../../../webhooks/shared/doctor/facts.ts';
import { checkClerk } from '../../../../webhooks/shared/doctor/upkeepChecks.ts';
import type { Reconciliation } from '../../../../webhooks/shared/reconciliation.ts';

const RUN: Reconciliation = {
  run: 'run' as Reconciliation['run'],
  apply: false,
  state: 'done',
  started_at: 1,
  updated_at: 2,
  rows: 100,
  compared: 100,
  missing: 0,
  created: 0,
  updated: 0,
  newer: 0,
  extra: 0,
  removed: 0,
  failed: 0,
  findings: [],
};

function found(run: Partial<Reconciliation> | null) {
  return checkClerk({ reconciliation: run && { ...RUN, ...run } } as Facts);
}

const MEND = `Mend that by \`npx convex run webhookAdmin:reconcile '{"apply":true}'\`.`;

test.each<
  [name: string, run: Partial<Reconciliation> | null, state: string, text: string, todo?: string]
>([
  [
    'that never happened is unknown',
    null,
    'unknown',
    "The users here have not been compared with Clerk's.",
    'Compare them by `npx convex run webhookAdmin:reconcile`; it changes nothing.',
  ],
  [
    'that found no difference is marked "in order"',
    {},
    'ok',
    'At the last comparison with Clerk all were equal: 100 users at Clerk, 100 rows here.',
  ],
  [
    'that is under way is still unknown',
    { state: 'running', compared: 1 },
    'unknown',
    'The comparison with Clerk is under way: 1 user at Clerk, 100 rows here so far.',
  ],
  [
    'that failed says why',
    { state: 'failed', error: 'Clerk refused CLERK_SECRET_KEY (401).' },
    'look',
    'The comparison with Clerk failed: Clerk refused CLERK_SECRET_KEY (401).',
  ],
  [
    'that only reported says what to mend',
    { missing: 3, created: 2, updated: 1, extra: 4 },
    'wrong',
    'At the last comparison with Clerk 2 users were missing here, 1 user was out of date, 4 users were no longer at Clerk and 1 user was deleted here for good: 100 users at Clerk, 100 rows here.',
    MEND,
  ],
  [
    'that mended all but users who were deleted here is marked "look"',
    { apply: true, missing: 3, created: 2, updated: 5, extra: 1, removed: 1 },
    'look',
    'At the last comparison with Clerk 1 user was deleted here for good: 100 users at Clerk, 100 rows here.',
  ],
  [
    'that could not mend a user says so',
    { apply: true, updated: 5, failed: 1 },
    'wrong',
    'At the last comparison with Clerk 1 user was left as it was, since the handler threw: 100 users at Clerk, 100 rows here.',
    MEND,
  ],
  [
    'without a user in common says that the keys are of different instances',
    { extra: 100, missing: 100, created: 100 },
    'wrong',
    'Clerk and this deployment have no user in common: 100 users at Clerk, 100 rows here.',
    'CLERK_SECRET_KEY, or the signing secret, is of another Clerk instance. Set both from the same one.',
  ],
])('a comparison with Clerk %s', (_, run, state, text, todo) => {
  const { check, at, ...rest } = found(run);
  expect(rest).toEqual({ state, text, ...(todo && { todo }) });
  expect({ check, at }).toEqual({ check: 'clerk', at: run === null ? undefined : 2 });
});
