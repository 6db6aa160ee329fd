/** Errors that a function throws outside of its promise, and promises that are not awaited. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Execution } from '../../../../local/engine/contract/contract.ts';
import { anyone, testEngine } from '../testEngine.ts';

// Vitest fails a run in which such an error reaches its listeners, so only the engine's, the last
// one, stays.
const EVENTS = ['unhandledRejection', 'uncaughtException'] as unknown as ['unhandledRejection'];
const removed = new Map<string, NodeJS.UnhandledRejectionListener[]>();

beforeEach(async () => {
  await testEngine('stray');
  for (const event of EVENTS) {
    const others = process.listeners(event).slice(0, -1);
    removed.set(event, others);
    for (const listener of others) process.off(event, listener);
  }
});

afterEach(() => {
  for (const event of EVENTS) {
    for (const listener of removed.get(event)!.toReversed()) {
      process.prependListener(event, listener);
    }
  }
});

function request(path: string): Request {
  return new Request(`http://localhost${path}`);
}

describe('the function fails, not the process, by', () => {
  test.each([
    ['a throw in a timer', 'inTimer', 'thrown in a timer'],
    ['a throw in an interval', 'inInterval', 'thrown in an interval'],
    ['a throw in a microtask', 'inMicrotask', 'thrown in a microtask'],
    ['a throw in an event listener', 'inListener', 'thrown in a listener'],
    ['a rejection that nobody awaits', 'inPromise', 'rejected and not awaited'],
  ])('%s of an action', async (_name, name, message) => {
    const engine = await testEngine('stray');
    const ended: Execution[] = [];
    engine.engine.onExecution((execution) => ended.push(execution));
    await expect(engine.action(`stray:${name}`)).rejects.toThrow(`Uncaught Error: ${message}`);
    expect(ended).toMatchObject([
      { path: `stray:${name}`, error: expect.stringContaining(message) },
    ]);
  });

  test('a rejection that nobody awaits in a query', async () => {
    const engine = await testEngine('stray');
    await expect(engine.query('stray:inPromiseOfQuery')).rejects.toThrow(
      'rejected and not awaited',
    );
  });

  test('a rejection that nobody awaits in a mutation, which is undone', async () => {
    const engine = await testEngine('stray');
    await expect(engine.mutation('stray:inPromiseOfMutation')).rejects.toThrow(
      'rejected and not awaited',
    );
    expect(await engine.query('stray:things')).toEqual([]);
  });

  test('a rejection that nobody awaits in a nested mutation, which alone is undone', async () => {
    const engine = await testEngine('stray');
    expect(await engine.mutation('stray:inPromiseOfNestedMutation')).toContain(
      'rejected and not awaited',
    );
    expect(await engine.query('stray:things')).toEqual(['kept']);
  });

  test('a rejection that nobody awaits in an HTTP action, which answers 500', async () => {
    const { engine } = await testEngine('stray');
    const response = await engine.runHttpAction(request('/reject'), anyone);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      code: expect.stringContaining('Uncaught Error: rejected and not awaited'),
    });
  });
});

describe('a streaming response', () => {
  test('arrives with its status, headers and body', async () => {
    const { engine } = await testEngine('stray');
    const response = await engine.runHttpAction(request('/stream'), anyone);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-kind')).toBe('stream');
    expect(await response.text()).toBe('one two');
  });

  test('ends with an error when its writer throws', async () => {
    const { engine } = await testEngine('stray');
    const ended: Execution[] = [];
    engine.onExecution((execution) => ended.push(execution));
    const response = await engine.runHttpAction(request('/stream-and-throw'), anyone);
    await expect(response.text()).rejects.toThrow();
    expect(ended).toMatchObject([{ error: expect.stringContaining('thrown by the writer') }]);
  });
});

describe('a function that does not await what it starts', () => {
  test('in a mutation completes its whole chain of writes', async () => {
    const engine = await testEngine('stray');
    await engine.mutation('stray:chainWrites', { count: 5 });
    expect(await engine.query('stray:things')).toEqual([0, 1, 2, 3, 4]);
  });

  test('in a mutation keeps writes after a call of Web Crypto', async () => {
    const engine = await testEngine('stray');
    await engine.mutation('stray:chainWritesAfterCrypto');
    expect(await engine.query('stray:things')).toEqual([32, 33]);
  });

  test('in an action completes its whole chain of calls', async () => {
    const engine = await testEngine('stray');
    await engine.action('stray:chainWritesOfAction', { count: 3 });
    expect(await engine.query('stray:things')).toEqual([0, 1, 2]);
  });

  test('in a mutation is undone when the chain ends with an error', async () => {
    const engine = await testEngine('stray');
    await expect(engine.mutation('stray:chainWritesThenThrow')).rejects.toThrow(
      'thrown at the end of the chain',
    );
    expect(await engine.query('stray:things')).toEqual([]);
  });

  test('leaves no timer behind', async () => {
    const engine = await testEngine('stray');
    await engine.action('stray:leaveInterval');
    const ticks = await engine.action('stray:countTicks');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await engine.action('stray:countTicks')).toBe(ticks);
  });
});
