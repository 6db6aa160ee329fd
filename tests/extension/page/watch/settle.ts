import { vi } from 'vitest';

/** Lets everything be read that was asked for, and told. It needs fake timers. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1_000);
}
