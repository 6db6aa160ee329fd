import type { Preview } from '../../../../webhooks/shared/preview.ts';

/** The preview of a re-dispatch without effects, except for these fields. */
export function previewOf(over: Partial<Preview>): Preview {
  return {
    was_deleted: false,
    outcome: 'applied',
    reason: null,
    error: null,
    writes: [],
    written: 0,
    unseen: 0,
    scheduled: [],
    at: 0,
    ...over,
  };
}
