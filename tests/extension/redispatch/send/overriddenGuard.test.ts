import { ConvexError } from 'convex/values';
import { expect, test } from 'vitest';
import { NO_OUTCOMES } from '../../../../webhooks/shared/batch.ts';
import type { Preview } from '../../../../webhooks/shared/preview.ts';
import type { Read } from '../../../../extension/data/useRead.ts';
import {
  guardOf,
  overrideSentenceOfMany,
} from '../../../../extension/redispatch/send/overriddenGuard.ts';
import { previewOf } from './previewOf.ts';

function previewed(over: Partial<Preview>): Read<Preview> {
  const data = previewOf({ outcome: 'stale', ...over });
  return { status: 'success', data };
}

const refused = (code: string): Read<Preview> => ({
  status: 'error',
  error: new ConvexError({ code, message: 'Refused.' }),
});

test('a stale event is held back by the order of events, or by the delete of its subject', () => {
  expect(guardOf(previewed({}))).toBe('order');
  expect(guardOf(previewed({ was_deleted: true }))).toBe('deleted');
  expect(guardOf(previewed({ outcome: 'applied' }))).toBeNull();
});

test('an edit that needs force can be forced, and any other refused edit cannot', () => {
  expect(guardOf(refused('needs_force'))).toBe('edit');
  expect(guardOf(refused('bad_request'))).toBeNull();
  expect(guardOf({ status: 'error', error: new Error('Offline') })).toBeNull();
});

test('nothing can be forced before the preview has come', () => {
  expect(guardOf({ status: 'pending' })).toBeNull();
});

test('a selection can be forced only when some of its events are held back', () => {
  expect(overrideSentenceOfMany({ ...NO_OUTCOMES, applied: 9, unchanged: 9 })).toBeNull();
  expect(overrideSentenceOfMany({ ...NO_OUTCOMES, stale: 1 })).toMatch(/^Force 1 stale delivery:/);
  expect(overrideSentenceOfMany({ ...NO_OUTCOMES, stale: 2 })).toMatch(
    /^Force 2 stale deliveries:/,
  );
});
