import { expect, test } from 'vitest';
import { NO_OUTCOMES, type OutcomeCounts } from '../../../../webhooks/shared/batch.ts';
import type { DocumentChange } from '../../../../webhooks/shared/documentChange.ts';
import { NOTHING_PREVIEWED, type PreviewSoFar } from '../../../../extension/data/previewParts.ts';
import {
  deliveriesOf,
  summarizeEffect,
} from '../../../../extension/redispatch/send/effectSummary.ts';

let documents = 0;
function changed(over: Partial<DocumentChange> = {}): DocumentChange {
  return {
    table: 'users',
    document: `users_${++documents}`,
    kind: 'update',
    before: '{"email":"a","last_name":"b"}',
    after: '{"email":"c","last_name":"d"}',
    fields: ['email', 'last_name'],
    ...over,
  };
}

const same = { before: '{"email":"a"}', after: '{"email":"a"}' };
const added = { kind: 'insert', before: null } as const;
const deleted = { kind: 'delete', after: null } as const;

test.each<[Partial<OutcomeCounts>, DocumentChange[], Partial<PreviewSoFar>, string]>([
  [
    { applied: 2, unchanged: 37 },
    [changed(), changed(added)],
    { restored: new Set(['user_ada']) },
    'Changes 2 fields in 1 row, adds 1 row, 37 unchanged, restores 1 deleted user.',
  ],
  [
    { applied: 5, stale: 3, ignored: 1, failed: 1, duplicate: 1 },
    [changed(), changed(), changed(added), changed(added), changed(deleted)],
    {},
    'Changes 4 fields in 2 rows, adds 2 rows, deletes 1 row, 3 held back as stale, 1 duplicate, 1 ignored, 1 would fail.',
  ],
  [{ applied: 1 }, [], { scheduled: 2 }, 'Schedules 2 functions.'],
  [{ applied: 1 }, [], { unseen: 1 }, '1 write not recorded.'],
  [{ unchanged: 1 }, [], {}, '1 unchanged.'],
  [{ applied: 2 }, [changed(same)], {}, 'Changes nothing in the end.'],
  [{ applied: 2, unchanged: 1 }, [], {}, 'Changes nothing in the end, 1 unchanged.'],
  [{}, [], {}, 'Nothing to re-dispatch.'],
])('the effect of %j with these rows is described as %4$s', (counts, rows, over, sentence) => {
  const preview = {
    ...NOTHING_PREVIEWED,
    counts: { ...NO_OUTCOMES, ...counts },
    documents: new Map(rows.map((row) => [row.document, row])),
    ...over,
  };
  expect(summarizeEffect(preview)).toBe(sentence);
});

test('every outcome is counted as a delivery', () => {
  expect(
    deliveriesOf({ applied: 1, unchanged: 2, duplicate: 4, stale: 8, ignored: 16, failed: 32 }),
  ).toBe(63);
});
