/** A fake page and its watch, both new for each test. Timers are fake. */
import { afterEach, beforeEach, vi } from 'vitest';
import { PageWatch } from '../../../../extension/page/watch/pageWatch.ts';
import { NOON } from '../../../fixtures/data/auditRow.ts';
import { FakePage } from '../fakePage.ts';
import { settle } from './settle.ts';

export let page: FakePage;
export let watch: PageWatch;
/** What the watch reads as the time. Set `at` to move it. */
export const clock = { at: NOON };
let stop: (() => void) | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakePage();
  clock.at = NOON;
  watch = new PageWatch(page, () => clock.at);
});
afterEach(() => {
  stop?.();
  stop = undefined;
  vi.useRealTimers();
});

export async function start(): Promise<void> {
  stop = watch.start();
  await settle();
}

/** Stops following the page, as when the panel closes. */
export const leave = () => stop?.();

export const states = () => watch.snapshot.pairings.map(({ state }) => state);
