import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmOf } from '../../../../extension/app/alarm/alarm.ts';
import { alarmAdvice, alarmSentence } from '../../../../extension/app/alarm/alarmWords.ts';
import { reasonWords } from '../../../../extension/event/item.ts';
import type { RejectionReason } from '../../../../webhooks/shared/rejection.ts';
import { OUTCOMES, type Outcome } from '../../../../webhooks/shared/outcome.ts';
import { auditRow, NOON, rejection } from '../../../fixtures/data/auditRow.ts';

const failed = (place: number) =>
  auditRow(place, { outcome: 'failed', error_line: `Error ${place}` });
const redispatched = (place: number, outcome: Outcome) =>
  auditRow(place, {
    outcome,
    redispatch: { of: 'row1' as never, by: 'QA', edited: false, forced: false },
  });

describe('there is an alarm', () => {
  test('when the last three deliveries failed, since the one that was accepted', () => {
    expect(alarmOf([failed(5), failed(4), failed(3), auditRow(2), failed(1)], [])).toEqual({
      since: NOON + 2,
      rejected: 0,
      reason: null,
      failed: 3,
      errorLine: 'Error 5',
    });
  });

  test('when three requests were rejected since the last webhook', () => {
    expect(alarmOf([auditRow(2)], [rejection(9, { count: 3 }), rejection(1)])).toEqual({
      since: NOON + 2,
      rejected: 3,
      reason: 'bad_signature',
      failed: 0,
      errorLine: null,
    });
  });

  test('when nothing was ever accepted, with the most frequent reason', () => {
    const rejections = [
      rejection(3, { reason: 'bad_timestamp', count: 2 }),
      rejection(2, { count: 4 }),
      rejection(1, { reason: 'bad_timestamp', count: 1 }),
    ];
    expect(alarmOf([], rejections)).toMatchObject({
      since: null,
      rejected: 7,
      reason: 'bad_signature',
    });
  });

  test('since an unknown time, if none of the loaded deliveries was accepted and older ones are not loaded', () => {
    const alarm = alarmOf([failed(3), failed(2), failed(1)], [], false)!;
    expect(alarm).toMatchObject({ since: null, loadedFrom: NOON + 1 });
    expect(alarmSentence(alarm)).toMatch(/^Nothing accepted since .*\d or earlier: 3 deliveries/);
  });

  test('at the first request while no secret is set, as nothing can be accepted', () => {
    const rejections = [rejection(1, { reason: 'misconfigured', count: 1 })];
    expect(alarmOf([], rejections)).toMatchObject({ reason: 'misconfigured', rejected: 1 });
  });

  test('that names the wrong signature, once the missing secret has been set to a wrong one', () => {
    const missing = rejection(1, { reason: 'misconfigured', count: 40 });
    expect(alarmOf([], [rejection(2), missing])).toMatchObject({
      reason: 'bad_signature',
      rejected: 43,
    });
    expect(alarmOf([], [{ ...missing, last_at: NOON + 3 }, rejection(2)])).toMatchObject({
      reason: 'misconfigured',
    });
  });

  test('of unsigned requests only where their body claims to be an event', () => {
    const unsigned = { reason: 'missing_header', count: 9 } as const;
    expect(alarmOf([], [rejection(1, unsigned)])).toBeNull();
    const claimed = { type: 'user.created' };
    expect(alarmOf([], [rejection(1, { ...unsigned, claimed })])).not.toBeNull();
  });
});

test('a re-dispatch neither ends an alarm about rejections nor changes since when nothing is accepted', () => {
  const rows = [redispatched(9, 'applied'), auditRow(2)];
  expect(alarmOf(rows, [rejection(5, { count: 3 })])).toMatchObject({
    since: NOON + 2,
    rejected: 3,
    failed: 0,
  });
});

test.each(['stale', 'duplicate', 'ignored'] as const)(
  'a re-dispatch that is %s ends no alarm about failures, as the handler did nothing',
  (outcome) => {
    const rows = [redispatched(9, outcome), failed(3), failed(2), failed(1)];
    expect(alarmOf(rows, [])).toMatchObject({ failed: 3 });
  },
);

describe('there is no alarm', () => {
  test.each([
    ['of two failures', [failed(2), failed(1)], []],
    ['once a webhook was accepted', [auditRow(9), failed(3), failed(2), failed(1)], []],
    [
      'once a re-dispatch was applied',
      [redispatched(9, 'applied'), failed(3), failed(2), failed(1)],
      [],
    ],
    ['once a signed webhook came after the rejections', [auditRow(9)], [rejection(1)]],
    [
      'of rejections before the last webhook, whatever was re-dispatched since',
      [redispatched(9, 'applied'), redispatched(8, 'failed'), auditRow(5)],
      [rejection(3)],
    ],
    [
      'of rejections that are older than all loaded rows',
      [redispatched(9, 'applied'), redispatched(8, 'applied')],
      [rejection(3)],
    ],
    ['of re-dispatches that fail', [3, 2, 1].map((place) => redispatched(place, 'failed')), []],
    ['where nothing has come', [], []],
  ])('%s', (_name, rows, rejections) => {
    expect(alarmOf(rows, rejections)).toBeNull();
  });

  const reasonOf = fc.constantFrom(...(Object.keys(reasonWords) as RejectionReason[]));
  const place = fc.integer({ min: 1, max: 1_000 });
  test('if the newest webhook was accepted, whatever came before it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.constantFrom(...OUTCOMES))),
        fc.array(fc.tuple(place, reasonOf)),
        fc.constantFrom(...OUTCOMES.filter((outcome) => outcome !== 'failed')),
        (rows, rejections, outcome) => {
          const newest = auditRow(2_000, { outcome });
          const older = rows
            .toSorted(([a], [b]) => b - a)
            .map(([at, its]) => auditRow(at, { outcome: its }));
          const rejected = rejections.map(([at, reason]) => rejection(at, { reason }));
          expect(alarmOf([newest, ...older], rejected)).toBeNull();
        },
      ),
    );
  });
});

describe('the alarm says', () => {
  const none = { since: null, rejected: 0, reason: null, failed: 0, errorLine: null };

  test('how many failed, with the newest error, and to correct the handler', () => {
    const alarm = { ...none, failed: 1_200, errorLine: 'TypeError: x is undefined' };
    expect(alarmSentence(alarm)).toBe(
      'Nothing accepted so far: 1,200 deliveries failed in your handler (TypeError: x is undefined).',
    );
    expect(alarmAdvice(alarm)).toMatch(/^Correct your handler/);
  });

  test('since when and why requests are rejected, and what to do', () => {
    const alarm = { ...none, since: NOON, rejected: 1, reason: 'bad_signature' } as const;
    expect(alarmSentence(alarm)).toMatch(
      /^Nothing accepted since .*: 1 request rejected \(wrong signature\)\.$/,
    );
    expect(alarmAdvice(alarm)).toMatch(/^Compare/);
  });

  test('both, when both happen', () => {
    const alarm = { ...none, rejected: 5, reason: 'bad_signature', failed: 2 } as const;
    expect(alarmSentence(alarm)).toMatch(/5 requests rejected .*, 2 deliveries failed/);
  });
});
