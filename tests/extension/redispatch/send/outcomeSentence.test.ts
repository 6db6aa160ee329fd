import { expect, test } from 'vitest';
import type { Preview } from '../../../../webhooks/shared/preview.ts';
import { previewSentence } from '../../../../extension/redispatch/send/outcomeSentence.ts';
import { userChange } from '../../transfer/delivery.ts';
import { previewOf } from './previewOf.ts';

test.each<[string, Partial<Preview>]>([
  [
    'This would change last name in users.',
    { writes: [userChange({ last_name: 'King' })], written: 1 },
  ],
  [
    'This would change nothing: your handler would run, and no row would differ.',
    { outcome: 'unchanged', reason: 'Your handler ran, and no row differs.' },
  ],
  [
    'This would change nothing. The row already has newer data.',
    { outcome: 'stale', reason: 'The row already has newer data.' },
  ],
  [
    'Your handler would throw. Error: no such plan.',
    {
      outcome: 'failed',
      reason: 'Your handler threw an error.',
      error: 'Error: no such plan.\n    at plan.ts',
    },
  ],
])('a preview says what a re-dispatch would do: %s', (sentence, fields) => {
  expect(previewSentence(previewOf(fields))).toBe(sentence);
});
