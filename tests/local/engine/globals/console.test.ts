/** The console of functions. */
import { expect, test } from 'vitest';
import { anyone, testEngine } from '../testEngine.ts';

test('timers and traces are printed as Convex prints them', async () => {
  const { engine } = await testEngine('guards');
  const { result } = await engine.runMutation('guards:printTimes', {}, anyone);
  expect(result.logLines).toEqual([
    "[WARN] Timer 'never started' does not exist",
    "[WARN] Timer 'label' already exists",
    expect.stringMatching(/^\[INFO\] label: \d+ms 'half' 1$/),
    expect.stringMatching(/^\[INFO\] label: \d+ms$/),
    "[WARN] Timer 'label' does not exist",
    expect.stringMatching(
      /^\[LOG\] 'here' \n {4}at handler \(\.\.\/guards\/guards\.ts:\d+:\d+\)\n$/,
    ),
  ]);
});
