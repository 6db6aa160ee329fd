import { expect, test } from 'vitest';
import type { RowWrite } from '../../../webhooks/shared/delivery.ts';
import { withNewest, type RowHistory } from '../../../extension/data/rowHistory.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';

/** Writes at these places, newest first. */
function history(places: number[], done = false): RowHistory {
  const writes = places.map((place): RowWrite => {
    const row = auditRow(place);
    const change = { kind: 'update', before: '{}', after: '{}', fields: [] } as const;
    return { table: 'users', document: 'users_ada', ...change, fields: [], seq: row.seq, row };
  });
  return { writes, done };
}

test.each<[fact: string, known: RowHistory | null, newest: RowHistory, expected: RowHistory]>([
  ['the first page is all there is', null, history([3, 2]), history([3, 2])],
  [
    'a write that a newer one pushes off the page stays',
    history([3, 2, 1], true),
    history([4, 3]),
    history([4, 3, 2, 1], true),
  ],
  [
    'after a gap only the newest page is kept, so that the history has no hole',
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
    'a page that reaches the start replaces what is known',
    history([2, 1]),
    history([3, 2, 1], true),
    history([3, 2, 1], true),
  ],
])('%s', (_fact, known, newest, expected) => {
  expect(withNewest(known, newest)).toEqual(expected);
});
