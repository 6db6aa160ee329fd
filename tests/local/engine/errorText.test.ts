/** The text of errors is as Convex writes it, whatever a function throws. */
import { describe, expect, test } from 'vitest';
import { anyone, testEngine } from './testEngine.ts';

async function errorOf(kind: 'query' | 'mutation' | 'action', name: string, args = {}) {
  const { engine } = await testEngine('errors');
  const result =
    kind === 'query'
      ? (await engine.runQuery(`errors:${name}`, args, anyone)).result
      : kind === 'mutation'
        ? (await engine.runMutation(`errors:${name}`, args, anyone)).result
        : await engine.runAction(`errors:${name}`, args, anyone);
  if (result.success) throw new Error(`${name} did not fail.`);
  return result.errorMessage.replace(/^\[Request ID: [0-9a-f]{16}\] Server Error\n/, '');
}

const PLACE = '\\.\\./errors/errors\\.ts:\\d+:\\d+';

describe('the error of a function', () => {
  test('has a line for a handler without a name', async () => {
    expect(await errorOf('query', 'anonymous')).toMatch(
      new RegExp(`^Uncaught Error: without a name\\n    at ${PLACE}\\n$`),
    );
  });

  test('has a trace line for each function that was awaiting', async () => {
    expect(await errorOf('query', 'throughHelper')).toMatch(
      new RegExp(`^Uncaught RangeError: from the helper\\n    at helper \\(${PLACE}\\)\\n`),
    );
  });

  test('contains the whole error of a nested call, with its trace', async () => {
    expect(await errorOf('mutation', 'nested')).toMatch(
      new RegExp(
        `^Uncaught Error: Uncaught Error: inner\\n    at handler \\(${PLACE}\\)\\n\\n` +
          `    at (?:async )?handler \\(${PLACE}\\)\\n$`,
      ),
    );
  });

  test('contains the whole error of a mutation that an action has called', async () => {
    expect(await errorOf('action', 'nestedInAction')).toMatch(
      new RegExp(
        `^Uncaught Error: Uncaught Error: inner\\n    at handler \\(${PLACE}\\)\\n\\n` +
          `    at (?:async )?handler \\(${PLACE}\\)\\n$`,
      ),
    );
  });

  test('ends with a newline if the backend itself reports it', async () => {
    expect(await errorOf('query', 'quoteMuch', { text: 1 })).toMatch(
      /^ArgumentValidationError: [^]*\n$/,
    );
  });

  test('is cut if it quotes a megabyte of text, without delay', async () => {
    const text = `\n    at ${'/ ('.repeat(400_000)}`;
    const message = await errorOf('query', 'quoteMuch', { text });
    expect(message.length).toBeLessThan(70_000);
    expect(message).toMatch(new RegExp(`\\n    at handler \\(${PLACE}\\)\\n$`));
  });
});

describe.each([
  ['object without a prototype', 'Uncaught [object Object]'],
  ['error whose stack is a number', 'Uncaught Error: odd stack'],
  ['error whose stack throws', 'Uncaught #<Error>'],
  ['error whose message is an object', 'Uncaught Error: [object Object]'],
  ['error whose message cannot be text', 'Uncaught #<Error>'],
  ['text', 'Uncaught only text'],
  ['nothing', 'Uncaught undefined'],
  ['symbol', 'Uncaught Symbol(odd)'],
  ['plain object', 'Uncaught #<Object>'],
])('a mutation that throws %s', (kind, message) => {
  test('fails, and its writes are undone', async () => {
    const engine = await testEngine('errors');
    await expect(engine.mutation('errors:throwThing', { kind })).rejects.toThrow(message);
    expect(await engine.query('errors:things')).toEqual([]);
  });

  test('is undone alone when it was nested', async () => {
    const engine = await testEngine('errors');
    expect(await engine.mutation('errors:surviveThing', { kind })).toContain(message);
    expect(await engine.query('errors:things')).toEqual(['outer']);
  });
});
