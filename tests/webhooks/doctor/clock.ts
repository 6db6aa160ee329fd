import { afterEach, beforeEach, vi } from 'vitest';
import { NOON } from '../../fixtures/data/clerkEvents.ts';

export const HOUR = 60 * 60 * 1000;

/**
 * Each test begins an hour after `NOON`; its clock moves only when the test sets it. The variables of
 * its app end with it.
 */
export function stopTheClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(NOON + HOUR);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });
}
