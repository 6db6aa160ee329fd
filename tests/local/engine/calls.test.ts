/** Calls of functions: errors, visibility, nested mutations. */
import type { JSONValue } from 'convex/values';
import { describe, expect, test } from 'vitest';
import { admin, anyone, testEngine } from './testEngine.ts';

type Message = { _id: string; text: string };

describe('an error', () => {
  test('has a request id, its message and its place in the source', async () => {
    const { engine } = await testEngine('basic');
    const { result } = await engine.runMutation('messages:crash', { text: 'boom' }, anyone);
    expect(result.success || result.errorMessage).toMatch(
      /^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: boom\n {4}at handler \(\.\.\/basic\/messages\.ts:\d+:\d+\)\n$/,
    );
  });

  test('of class ConvexError has its data, including bigints', async () => {
    const { engine } = await testEngine('basic');
    const { result } = await engine.runMutation('messages:refuse', {}, anyone);
    expect(result).toMatchObject({
      success: false,
      errorData: { code: 'refused', limit: { $integer: 'AwAAAAAAAAA=' } },
      errorMessage: expect.stringContaining(
        'Uncaught ConvexError: {"code":"refused","limit":"3n"}',
      ),
    });
  });

  test('about arguments names the field and does not show an access key', async () => {
    const { engine } = await testEngine('basic');
    const args = { channel: 1, accessKey: 'wdk_secret' };
    const { result } = await engine.runQuery('messages:list', args, anyone);
    expect(result).toMatchObject({
      errorMessage: expect.stringContaining('ArgumentValidationError: Value does not match'),
    });
    const extra = await engine.runQuery('messages:whoAmI', { accessKey: 'wdk_secret' }, anyone);
    expect(extra.result).toMatchObject({
      errorMessage: expect.stringContaining('Object: {accessKey: ***}'),
    });
  });

  test.each([
    ['messages:nothing', "Could not find public function for 'messages:nothing'."],
    ['nowhere:list', "Could not find public function for 'nowhere:list'."],
    ['messages:send', 'Trying to execute messages:send as Query, but it is defined as Mutation.'],
  ])('about a call of %s gives the reason', async (path, message) => {
    const { engine } = await testEngine('basic');
    const { result } = await engine.runQuery(path, {}, anyone);
    expect(result).toMatchObject({ errorMessage: expect.stringContaining(message) });
  });

  test('about a document that does not match the schema leaves nothing written', async () => {
    const engine = await testEngine('basic');
    await expect(
      engine.mutation('messages:insertUnchecked', { fields: { text: 1 } }),
    ).rejects.toThrow(
      'Failed to insert or update a document in table "messages" because it does not match the ' +
        'schema: Object is missing the required field `channel`.',
    );
    expect(await engine.query('messages:count')).toBe(0);
  });

  test.each([
    ['_id', "Field '_id' starts with an underscore"],
    ['_other', "Field '_other' starts with an underscore"],
  ])('about a document refuses the field %s', async (field, message) => {
    const engine = await testEngine('basic');
    await expect(
      engine.mutation('messages:insertUnchecked', {
        fields: { channel: 'a', text: 'b', [field]: 'x' },
      }),
    ).rejects.toThrow(message);
  });

  test('about a result that does not match `returns` undoes the mutation', async () => {
    const engine = await testEngine('basic');
    await expect(engine.mutation('messages:sendAndLie')).rejects.toThrow(
      'ReturnsValidationError: Value does not match validator.',
    );
    expect(await engine.query('messages:count')).toBe(0);
  });

  test('about a document that does not exist names its id', async () => {
    const engine = await testEngine('basic');
    const id = await engine.mutation('messages:send', { channel: 'a', text: 'x' });
    await engine.mutation('messages:remove', { id });
    expect(await engine.query('messages:get', { id })).toBeNull();
    await expect(engine.mutation('messages:remove', { id })).rejects.toThrow(
      `Delete on nonexistent document ID ${id as string}`,
    );
    await expect(engine.mutation('messages:edit', { id, text: 'y' })).rejects.toThrow(
      `Update on nonexistent document ID ${id as string}`,
    );
  });
});

test.each([
  ['a field __proto__', '"__proto__":{"rank":"x"}', 'An object has a field named __proto__.'],
  ['a number that no double can hold', '"rank":1e999', 'A number is out of range.'],
])(
  'arguments with %s, which a function would see otherwise than validators do, are refused',
  async (_name, field, reason) => {
    const { engine } = await testEngine('basic');
    const args = JSON.parse(`{"channel":"a","text":"b",${field}}`) as JSONValue;
    const { result } = await engine.runMutation('messages:send', args, anyone);
    expect(result).toMatchObject({
      errorMessage: expect.stringContaining(`Invalid arguments for messages:send: ${reason}`),
    });
  },
);

describe('an internal function', () => {
  test('can be called by admins only', async () => {
    const { engine } = await testEngine('basic');
    expect((await engine.runQuery('messages:count', {}, anyone)).result.success).toBe(false);
    expect((await engine.runQuery('messages:count', {}, admin)).result).toMatchObject({ value: 0 });
  });

  test('of any kind is run by runFunction for an admin', async () => {
    const { engine } = await testEngine('basic');
    const message = { channel: 'a', text: 'x' };
    expect(await engine.runFunction('messages.js:insert', message, admin)).toMatchObject({
      success: true,
    });
    expect(await engine.runFunction('messages:count', {}, admin)).toMatchObject({ value: 1 });
    expect(await engine.runFunction('messages:sendByAction', message, anyone)).toMatchObject({
      value: 2,
    });
    expect(await engine.runFunction('messages:count', {}, anyone)).toMatchObject({
      success: false,
    });
  });
});

describe('a nested mutation that throws', () => {
  test('is undone with the functions that it scheduled, while its caller continues and gets the error', async () => {
    const engine = await testEngine('basic');
    expect(await engine.mutation('messages:sendAndSurvive', { channel: 'a' })).toEqual({
      caught: { code: 'refused', limit: 3n },
    });
    const texts = ((await engine.query('messages:list', { channel: 'a' })) as Message[]).map(
      ({ text }) => text,
    );
    expect(texts).toEqual(['kept']);
    expect(await engine.query('messages:jobs')).toEqual([]);
  });

  test('since its result does not match `returns` keeps its writes, as on Convex', async () => {
    const engine = await testEngine('basic');
    expect(await engine.mutation('messages:surviveLie')).toContain(
      'ReturnsValidationError: Value does not match validator.',
    );
    expect(await engine.query('messages:count')).toBe(1);
  });

  test('undoes no write that its caller makes at the same time', async () => {
    const engine = await testEngine('basic');
    await engine.mutation('messages:sendWhileNestedFails', { channel: 'a' });
    const texts = ((await engine.query('messages:list', { channel: 'a' })) as Message[]).map(
      ({ text }) => text,
    );
    expect(texts).toEqual(['meanwhile']);
  });
});
