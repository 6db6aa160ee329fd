import { expect, test } from 'vitest';
import { NO_OUTCOMES } from '../../../convex/shared/batch.ts';
import type { UserPreview } from '../../../convex/shared/preview.ts';
import { deliveriesOf, summarizeEffect } from '../../../extension/redispatch/effectSummary.ts';

const row = { clerk_id: 'user_ada' };

function user(over: Partial<UserPreview>): UserPreview {
  return {
    clerk_id: 'user_ada',
    user_label: 'Ada Lovelace',
    was_deleted: false,
    changed: ['email', 'last_name'],
    before: row,
    after: row,
    ...over,
  };
}

test.each([
  [
    { applied: 2, unchanged: 37 },
    [user({}), user({ before: null, was_deleted: true })],
    'Changes 2 fields on 1 user, 37 unchanged, 1 would recreate a deleted user.',
  ],
  [
    { applied: 5, stale: 3, ignored: 1, failed: 1, duplicate: 1 },
    [
      user({ changed: ['email'] }),
      user({}),
      user({ before: null }),
      user({ before: null }),
      user({ after: null }),
    ],
    'Changes 3 fields on 2 users, creates 2 users, deletes 1 user, 3 held back as stale, 1 duplicate, 1 ignored, 1 would fail.',
  ],
  [
    { applied: 2 },
    [user({ before: null, was_deleted: true }), user({ before: null, was_deleted: true })],
    '2 would recreate deleted users.',
  ],
  [{ unchanged: 1 }, [], '1 unchanged.'],
  [{ applied: 2 }, [user({ changed: [] })], 'Changes nothing in the end.'],
  [{ applied: 2, unchanged: 1 }, [], 'Changes nothing in the end, 1 unchanged.'],
  [{ applied: 2 }, [user({ before: null, after: null })], 'Changes nothing in the end.'],
  [{}, [], 'Nothing to re-dispatch.'],
])('%j with these users reads as %3$s', (counts, users, sentence) => {
  expect(summarizeEffect({ ...NO_OUTCOMES, ...counts }, users)).toBe(sentence);
});

test('every outcome counts as a delivery', () => {
  expect(
    deliveriesOf({ applied: 1, unchanged: 2, duplicate: 4, stale: 8, ignored: 16, failed: 32 }),
  ).toBe(63);
});
