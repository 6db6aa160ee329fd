import { describe, expect, test } from 'vitest';
import { NO_OUTCOMES } from '../../../convex/shared/batch.ts';
import type { Outcome } from '../../../convex/shared/outcome.ts';
import { planUserChange } from '../../../convex/shared/planUserChange.ts';
import type { Preview } from '../../../convex/shared/preview.ts';
import type { UserEvent } from '../../../convex/shared/userEvent.ts';
import type { Tombstone, UserRow } from '../../../convex/shared/userRow.ts';
import {
  guardOf,
  overrideSentence,
  overrideSentenceOfMany,
} from '../../../extension/redispatch/overriddenGuard.ts';

const event: UserEvent = {
  kind: 'upsert',
  clerk_id: 'user_ada',
  updated_at: 2_000,
  event_at: 2_001,
  fields: { first_name: 'Ada', clerk_created_at: 1_000 },
};
const tombstone: Tombstone = { clerk_id: 'user_ada', deleted_at: 3_000 };

function rowOf(updated_at: number): UserRow {
  return {
    clerk_id: 'user_ada',
    clerk_created_at: 1_000,
    clerk_updated_at: updated_at,
    clerk_event_at: updated_at,
  };
}

describe('what a re-dispatch runs into is what the planner held it back for', () => {
  test.each([
    ['a newer row', rowOf(5_000), null, 'order'],
    ['a deleted user', null, tombstone, 'tombstone'],
    ['an older row', rowOf(1_000), null, null],
    ['no user yet', null, null, null],
  ])('%s', (_, user, deleted, guard) => {
    const plan = planUserChange(user, deleted, event);
    const outcome: Outcome = plan.kind === 'stale' ? 'stale' : 'applied';
    const preview = { outcome, reason: null, changed: [], before: user, after: plan.user };
    expect(guardOf(preview)).toBe(guard);
    expect(planUserChange(user, deleted, event, { force: true }).kind).not.toBe('stale');
  });
});

test('the sentence names the guard that is overridden, and what the row holds', () => {
  const stale: Preview = { outcome: 'stale', reason: null, changed: [], before: null, after: null };
  const tellTime = (ms: number) => `at ${ms}`;
  expect(overrideSentence({ ...stale, before: rowOf(5_000) }, tellTime)).toMatch(
    /^Override the order guard: .* holds, updated at 5000\./,
  );
  expect(overrideSentence(stale, tellTime)).toMatch(
    /^Override the tombstone: Clerk deleted this user/,
  );
});

test('a selection can be forced only when something of it is held back', () => {
  expect(overrideSentenceOfMany({ ...NO_OUTCOMES, applied: 9, unchanged: 9 })).toBeNull();
  expect(overrideSentenceOfMany({ ...NO_OUTCOMES, stale: 1 })).toMatch(/1 delivery that is/);
  expect(overrideSentenceOfMany({ ...NO_OUTCOMES, stale: 2 })).toMatch(/2 deliveries that are/);
});
