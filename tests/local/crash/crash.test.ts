import { expect, test } from 'vitest';
import { temporaryFolder } from '../engine/testEngine.ts';
import { crashRounds } from './rounds.ts';

// `node tests/bench/crash.ts` does it for longer.
test('a process killed while it writes loses nothing, tears nothing and does nothing twice', async () => {
  const report = await crashRounds(3, temporaryFolder());
  expect(report.acknowledged).toBeGreaterThan(0);
});
