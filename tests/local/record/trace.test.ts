import { expect, test } from 'vitest';
import { startApp } from './startApp.ts';

test('the recorded error of a handler says where it was thrown', async () => {
  const app = await startApp();
  const { run } = await app.receive([{ do: 'throw', what: 'error' }]);
  expect(run).toMatchObject({
    kind: 'threw',
    error_line: 'boom',
    error: expect.stringMatching(/^Uncaught Error: boom\n +at .*functions\/steps\.ts:\d+/),
  });
});
