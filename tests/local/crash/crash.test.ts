import { expect, test } from 'vitest';
import { temporaryFolder } from '../engine/testEngine.ts';
import { crashRounds } from './rounds.ts';

// `node tests/bench/crash.ts` runs longer.
test('after a process is killed while it writes, no write is lost, torn or applied twice', async () => {
  const report = await crashRounds(3, temporaryFolder());
  expect(report.acknowledged).toBeGreaterThan(0);
});
