import { expect, test } from 'vitest';
import { NO_OUTCOMES } from '../../../webhooks/shared/batch.ts';
import type { DocumentChange } from '../../../webhooks/shared/documentChange.ts';
import type { EventPreview, ManyPreviews } from '../../../webhooks/shared/preview.ts';
import { NOTHING_PREVIEWED, withPart } from '../../../extension/data/previewParts.ts';

function part(over: Partial<ManyPreviews>): ManyPreviews {
  return {
    counts: NO_OUTCOMES,
    failed_before: 0,
    events: [],
    total: 0,
    next: '1',
    more: false,
    at: 0,
    ...over,
  };
}

function change(over: Partial<DocumentChange>): DocumentChange {
  return {
    table: 'users',
    document: 'a',
    kind: 'update',
    before: '{"n":1}',
    after: '{"n":2}',
    fields: ['n'],
    ...over,
  };
}

function event(over: Partial<EventPreview>): EventPreview {
  return {
    id: 'row1' as EventPreview['id'],
    subject: 'user_ada',
    clerk_user_id: 'user_ada',
    user_label: null,
    was_deleted: false,
    outcome: 'applied',
    reason: null,
    error: null,
    writes: [],
    written: 0,
    unseen: 0,
    scheduled: [],
    ...over,
  };
}

test('counts add up over parts', () => {
  const soFar = [
    part({ counts: { ...NO_OUTCOMES, applied: 2 }, failed_before: 1 }),
    part({ counts: { ...NO_OUTCOMES, applied: 1, stale: 3 }, failed_before: 1 }),
  ].reduce(withPart, NOTHING_PREVIEWED);
  expect(soFar.counts).toEqual({ ...NO_OUTCOMES, applied: 3, stale: 3 });
  expect(soFar).toMatchObject({ done: false, cut: false, failedBefore: 2 });
});

test('a document that several events change goes from before the first to after the last', () => {
  const writes = [change({}), change({ before: '{"n":2}', after: '{"m":1,"n":2}', fields: ['m'] })];
  const { documents } = withPart(
    NOTHING_PREVIEWED,
    part({ events: writes.map((one) => event({ writes: [one] })) }),
  );
  expect([...documents.values()]).toMatchObject([
    { kind: 'update', before: '{"n":1}', after: '{"m":1,"n":2}', fields: ['m', 'n'] },
  ]);
});

test('a document that is inserted and changed is new, and one that is inserted and deleted is left out', () => {
  const kindOf = (...kinds: DocumentChange['kind'][]) => {
    const events = kinds.map((kind) => event({ writes: [change({ kind })] }));
    return withPart(NOTHING_PREVIEWED, part({ events })).documents.get('a')?.kind;
  };
  expect(kindOf('insert', 'update')).toBe('insert');
  expect(kindOf('update', 'delete')).toBe('delete');
  expect(kindOf('insert', 'delete')).toBeUndefined();
  expect(kindOf('delete', 'insert')).toBe('update');
});

test('a subject that was deleted and comes back is listed as restored once', () => {
  const events = [event({ was_deleted: true }), event({ was_deleted: true })];
  expect(withPart(NOTHING_PREVIEWED, part({ events })).restored).toEqual(new Set(['user_ada']));
});

test('a subject that comes back and is deleted again is not restored', () => {
  const events = [
    event({ was_deleted: true, writes: [change({ kind: 'insert' })] }),
    event({ writes: [change({ kind: 'delete' })] }),
  ];
  expect(withPart(NOTHING_PREVIEWED, part({ events })).restored).toEqual(new Set());
});

test('the last part completes the preview, which was cut if that part says that there is more', () => {
  const last = part({ next: null });
  expect(withPart(NOTHING_PREVIEWED, last)).toMatchObject({ done: true, cut: false });
  expect(withPart(NOTHING_PREVIEWED, { ...last, more: true })).toMatchObject({ cut: true });
});
