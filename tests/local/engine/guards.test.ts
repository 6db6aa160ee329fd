import { describe, expect, test, vi } from 'vitest';
import { testEngine } from './testEngine.ts';

describe('in queries and mutations', () => {
  test.each([
    ['fetchInQuery', 'query', "Can't use fetch() in queries and mutations"],
    ['fetchByGlobalThis', 'query', "Can't use fetch() in queries and mutations"],
    ['wait', 'mutation', "Can't use setTimeout in queries and mutations"],
    ['repeat', 'query', "Can't use setInterval in queries and mutations"],
  ] as const)('%s throws as in Convex', async (name, kind, message) => {
    const engine = await testEngine('guards');
    await expect(engine[kind](`guards:${name}`)).rejects.toThrow(message);
  });

  test('the clock stands still, and a Date is still a Date', async () => {
    const engine = await testEngine('guards');
    const before = Date.now();
    const { start, end, date, isDate } = (await engine.query('guards:time')) as Record<
      string,
      number
    >;
    expect(end).toBe(start);
    expect(date).toBe(start);
    expect(isDate).toBe(true);
    expect(start).toBeGreaterThanOrEqual(before);
  });

  test('globals of Node and variables of the host are missing', async () => {
    const engine = await testEngine('guards');
    expect(await engine.query('guards:nodeGlobals')).toEqual([
      'undefined',
      'object',
      'undefined',
      'undefined',
      'undefined',
      null,
    ]);
  });

  test('a query cannot write', async () => {
    const engine = await testEngine('guards');
    await expect(engine.query('guards:insertInQuery')).rejects.toThrow();
    expect(await engine.query('guards:list')).toEqual([]);
  });
});

test('queries may call each other 8 levels deep, so that one that calls itself for ever fails', async () => {
  const engine = await testEngine('guards');
  expect(await engine.query('guards:nest', { depth: 8 })).toBe(8);
  await expect(engine.query('guards:nest', { depth: 9 })).rejects.toThrow(
    'Cross component call depth limit exceeded. Do you have an infinite loop in your app?',
  );
});

test('an action can wait, and its clock runs', async () => {
  const engine = await testEngine('guards');
  expect(await engine.action('guards:waitInAction')).toBeGreaterThanOrEqual(19);
});

test('the host keeps its own globals', async () => {
  const before = [globalThis.fetch, globalThis.setTimeout, globalThis.Date, globalThis.console.log];
  await testEngine('guards');
  expect([
    globalThis.fetch,
    globalThis.setTimeout,
    globalThis.Date,
    globalThis.console.log,
  ]).toEqual(before);
});

test.each(['neverEnd', 'nestNeverEnding'])(
  '%s is ended by the time limit and leaves no writes',
  async (name) => {
    const engine = await testEngine('guards', { timeLimit: 100 });
    const stuck = engine.mutation(`guards:${name}`);
    const next = engine.mutation('guards:insert', { value: 1 });
    await expect(stuck).rejects.toThrow('Function execution timed out (maximum duration: 0.1s)');
    await next;
    expect(await engine.query('guards:list')).toEqual([1]);
  },
);

test('a syscall after its transaction has ended throws and writes nothing', async () => {
  const engine = await testEngine('guards');
  await engine.mutation('guards:writeLate');
  expect(await engine.action('guards:lateError')).toBe(
    '1.0/insert was called after guards:writeLate had ended. Await every promise in the function.',
  );
  expect(await engine.query('guards:list')).toEqual([]);
});

test('a write that a mutation does not await still belongs to it', async () => {
  const engine = await testEngine('guards');
  await engine.mutation('guards:forgetToAwait');
  expect(await engine.query('guards:list')).toEqual([1, 2]);
});

test('an unhandled rejection fails the mutation, not the process', async () => {
  const engine = await testEngine('guards');
  const others = process.listeners('unhandledRejection');
  // Vitest fails a run for unhandled rejections. Only the engine's own listener stays.
  for (const listener of others.slice(0, -1)) process.off('unhandledRejection', listener);
  try {
    await expect(engine.mutation('guards:rejectUnawaited')).rejects.toThrow('Unable to decode ID');
  } finally {
    for (const listener of others.slice(0, -1)) process.on('unhandledRejection', listener);
  }
  expect(await engine.query('guards:list')).toEqual([]);
});

test.each([
  ['store', 'action', '1.0/storageGenerateUploadUrl'],
  ['search', 'query', 'Search indexes are not supported'],
] as const)('%s is not supported, and the error names it', async (name, kind, message) => {
  const engine = await testEngine('guards');
  await expect(engine[kind](`guards:${name}`)).rejects.toThrow(message);
});

test('console lines have the form that the client can parse', async () => {
  const engine = await testEngine('guards');
  const listener = vi.fn();
  engine.engine.onExecution(listener);
  await engine.mutation('guards:print');
  expect(listener).toHaveBeenCalledOnce();
  expect(listener.mock.calls[0]![0]).toMatchObject({
    path: 'guards:print',
    type: 'Mutation',
    logLines: ["[LOG] 'text' { a: 1 } [ 2n ]", "[ERROR] 'bad'"],
  });
});
