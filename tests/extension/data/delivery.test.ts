import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../convex/shared/delivery.ts';
import { withNewest, type UserHistory } from '../../../extension/data/delivery.ts';
import { auditRow } from '../../fixtures/auditRow.ts';

/** Entries at these places, newest first. */
function history(places: number[], done = false): UserHistory {
  const entries = places.map((place): HistoryEntry => ({
    row: auditRow(place),
    body: '{}',
    before: null,
    after: null,
  }));
  return { entries, done };
}

test.each<[fact: string, known: UserHistory | null, newest: UserHistory, expected: UserHistory]>([
  ['the first page is all there is', null, history([3, 2]), history([3, 2])],
  [
    'what a new delivery pushes off the page stays',
    history([3, 2, 1], true),
    history([4, 3]),
    history([4, 3, 2, 1], true),
  ],
  [
    'after a gap the newest page stands alone, so that nothing seems to be missing',
    history([3, 2, 1], true),
    history([9, 8]),
    history([9, 8]),
  ],
  [
    'a history that was deleted is gone',
    history([2, 1], true),
    history([], true),
    history([], true),
  ],
  [
    'a page that reaches the start takes the place of what is known',
    history([2, 1]),
    history([3, 2, 1], true),
    history([3, 2, 1], true),
  ],
])('%s', (_fact, known, newest, expected) => {
  expect(withNewest(known, newest)).toEqual(expected);
});
