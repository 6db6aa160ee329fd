import { expect, test } from 'vitest';
import { EventLog } from '../../../../extension/data/feed/events.ts';
import type { PageChange } from '../../../../extension/page/pairing/changes.ts';
import { pairingOf } from '../../../../extension/page/pairing/pairing.ts';
import {
  isCovered,
  nextSilence,
  silenceReasons,
  silentChanges,
} from '../../../../extension/page/silence/silence.ts';
import { auditRow, NOON } from '../../../fixtures/data/auditRow.ts';

const change = (version: number): PageChange => ({
  key: String(version),
  kind: 'updated',
  userId: 'user_2ada',
  updatedAt: NOON + version,
  call: { name: 'PATCH /v1/me', startedAt: NOON + version - 5, finishedAt: NOON + version },
  isOwn: true,
});
const pairings = (...rows: Parameters<typeof auditRow>[]) =>
  [change(10), change(20)].map((one) =>
    pairingOf(
      one,
      rows.map((row) => auditRow(...row)),
    ),
  );
const silent = (at: number, ...rows: Parameters<typeof auditRow>[]) =>
  silentChanges(pairings(...rows), NOON + at, 15_000).map(({ key }) => key);

test('a change is silent once its time is over, and not before', () => {
  expect(silent(15_009)).toEqual([]);
  expect(silent(15_010)).toEqual(['10']);
  expect(silent(60_000)).toEqual(['10', '20']);
});

test('a change is not silent when its webhook or a later state came', () => {
  expect(silent(60_000, [30, { updated_at: NOON + 10 }])).toEqual(['20']);
  expect(silent(60_000, [30, { updated_at: NOON + 20 }])).toEqual([]);
});

test('the time until the next change becomes silent is known, and null if no change waits', () => {
  expect(nextSilence(pairings(), NOON + 20, 15_000)).toBe(14_990);
  expect(nextSilence(pairings(), NOON + 15_010, 15_000)).toBe(10);
  expect(nextSilence(pairings(), NOON + 60_000, 15_000)).toBeNull();
  expect(nextSilence(pairings([30, { updated_at: NOON + 20 }]), NOON + 21, 15_000)).toBeNull();
});

test('a change is not called silent if not all rows since then are loaded', () => {
  const log = new EventLog((callback) => callback());
  expect(isCovered(change(100), log)).toBe(false);
  log.appendOlder([auditRow(200), auditRow(150)], false);
  expect(isCovered(change(100), log)).toBe(false);
  log.appendOlder([auditRow(50)], false);
  expect(isCovered(change(100), log)).toBe(true);
});

test('of a deployment without rows, all rows are loaded', () => {
  const log = new EventLog((callback) => callback());
  log.appendOlder([], true);
  expect(isCovered(change(100), log)).toBe(true);
});

const nothing = {
  otherDeployments: [],
  panelUrl: 'http://127.0.0.1:3210',
  rejected: 0,
  failed: 0,
  everSeen: true,
};

test.each([
  [{ rejected: 1 }, /^1 request was rejected since/],
  [{ rejected: 2_000 }, /^2,000 requests were rejected since/],
  [{ failed: 1 }, /^1 delivery of this user failed since/],
  [{ everSeen: false }, /^No webhook has ever reached this deployment/],
  [
    { otherDeployments: ['https://a.convex.cloud'] },
    /^The page talks to https:\/\/a\.convex\.cloud, the panel to http:\/\/127/,
  ],
  [{}, /^Nothing was rejected and nothing failed since/],
])('the alarm gives the likely cause: %j', (known, sentence) => {
  const [first, ...others] = silenceReasons({ ...nothing, ...known });
  expect(first).toMatch(sentence);
  expect(others).toEqual([]);
});

test('all causes are given, the likeliest first', () => {
  const known = {
    ...nothing,
    rejected: 3,
    failed: 2,
    otherDeployments: ['https://a.convex.cloud'],
  };
  expect(silenceReasons(known)).toEqual([
    expect.stringContaining('The page talks to'),
    expect.stringContaining('3 requests'),
    expect.stringContaining('2 deliveries'),
  ]);
});
