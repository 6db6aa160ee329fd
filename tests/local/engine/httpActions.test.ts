/** HTTP actions. Streaming ones are in strayErrors.test.ts. */
import { describe, expect, test } from 'vitest';
import { anyone, testEngine } from './testEngine.ts';

describe('an HTTP action', () => {
  function request(path: string, init?: RequestInit) {
    return new Request(`http://localhost${path}`, init);
  }

  test('answers, writes and reads variables', async () => {
    const engine = await testEngine('basic');
    await engine.engine.environment.update([{ name: 'GREETING', value: 'hello' }]);
    const response = await engine.engine.runHttpAction(
      request('/echo', { method: 'POST', body: 'body' }),
      anyone,
    );
    expect(response.status).toBe(201);
    expect(await response.text()).toBe('body hello');
    expect(await engine.query('messages:list', { channel: 'http' })).toHaveLength(1);
  });

  test('that no route leads to answers 404', async () => {
    const { engine } = await testEngine('basic');
    expect((await engine.runHttpAction(request('/none'), anyone)).status).toBe(404);
    const without = await testEngine('guards');
    const response = await without.engine.runHttpAction(request('/none'), anyone);
    expect(await response.text()).toBe(
      'This Convex deployment does not have HTTP actions enabled.',
    );
  });

  test('that throws answers 500 with a code and a trace', async () => {
    const { engine } = await testEngine('basic');
    const response = await engine.runHttpAction(request('/fail'), anyone);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: expect.stringMatching(
        /^\[Request ID: [0-9a-f]{16}\] Server Error: Uncaught Error: no answer$/,
      ),
      trace: expect.stringContaining('Uncaught Error: no answer\n    at '),
    });
  });
});
