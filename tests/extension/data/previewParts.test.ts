import { expect, test } from 'vitest';
import { NO_OUTCOMES } from '../../../convex/shared/batch.ts';
import type { ManyPreviews, UserPreview } from '../../../convex/shared/preview.ts';
import { NOTHING_PREVIEWED, withPart } from '../../../extension/data/previewParts.ts';

function part(over: Partial<ManyPreviews>): ManyPreviews {
  return {
    counts: NO_OUTCOMES,
    failed_before: 0,
    users: [],
    next: '1',
    state: '{}',
    done: false,
    more: false,
    ...over,
  };
}

function user(clerk_id: string, changed: string[]): UserPreview {
  return { clerk_id, user_label: null, was_deleted: false, changed, before: {}, after: {} };
}

test('counts add up, and what a later part says of a user holds', () => {
  const soFar = [
    part({
      counts: { ...NO_OUTCOMES, applied: 2 },
      failed_before: 1,
      users: [user('a', ['email']), user('b', [])],
    }),
    part({
      counts: { ...NO_OUTCOMES, applied: 1, stale: 3 },
      failed_before: 1,
      users: [user('a', ['username'])],
    }),
  ].reduce(withPart, NOTHING_PREVIEWED);
  expect(soFar.counts).toEqual({ ...NO_OUTCOMES, applied: 3, stale: 3 });
  expect([...soFar.users.values()]).toEqual([user('a', ['username']), user('b', [])]);
  expect(soFar).toMatchObject({ done: false, cut: false, failedBefore: 2 });
});

test('the last part ends it; one that says that there is more was cut', () => {
  const last = part({ done: true, next: null, state: null });
  expect(withPart(NOTHING_PREVIEWED, last)).toMatchObject({ done: true, cut: false });
  expect(withPart(NOTHING_PREVIEWED, { ...last, more: true })).toMatchObject({ cut: true });
});
