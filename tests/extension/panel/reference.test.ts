import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReference, referenceTo } from '../../../extension/panel/reference.ts';
import { auditRow } from '../../fixtures/data/auditRow.ts';

const ID = 'jd7abc123';
const row = auditRow(1, {
  _id: ID as never,
  event_type: 'user.updated',
  outcome: 'failed',
  received_at: Date.UTC(2026, 10, 29, 17, 14, 3, 123),
  user_label: 'Ada Lovelace',
});

test('a reference has the deployment, type, id, time and outcome of a delivery, and no more', () => {
  expect(referenceTo(row, 'https://happy-otter-123.convex.cloud')).toBe(
    `happy-otter-123.convex.cloud user.updated 2026-11-29T17:14:03.123Z failed id:${ID}`,
  );
});

describe('a reference leads back to its delivery', () => {
  test.each([
    'https://happy-otter-123.convex.cloud',
    'http://127.0.0.1:3210',
    'https://convex.example.com:8443',
    'http://192.168.1.5:3210',
  ])('of %s', (deployment) => {
    expect(readReference(referenceTo(row, deployment))).toEqual({ event: ID, deployment });
  });

  test('whatever its type and its time are', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.double(), (event_type, received_at) => {
        const line = referenceTo({ ...row, event_type, received_at }, 'https://a.convex.cloud');
        fc.pre(event_type.trim() !== '');
        expect(readReference(line)).toEqual({ event: ID, deployment: 'https://a.convex.cloud' });
      }),
    );
  });

  test('in a message, with text after it', () => {
    const line = `  ${referenceTo(row, 'https://a.convex.cloud')} look at this`;
    expect(readReference(line)?.event).toBe(ID);
  });
});

test.each([
  `id:${ID}`,
  `type:user.updated id:${ID}`,
  `after:10m outcome:failed id:${ID}`,
  'ada user.updated failed',
  'happy-otter-123.convex.cloud user.updated failed id:msg_2abc',
  'wdk_0123@127.0.0.1:3210',
  '',
])('%j is not a reference', (text) => {
  expect(readReference(text)).toBeNull();
});
