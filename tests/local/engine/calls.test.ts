/** Calling functions: errors, visibility, nested mutations, HTTP actions, variables. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { admin, anyone, temporaryFolder, testEngine } from './testEngine.ts';

afterEach(() => vi.restoreAllMocks());

type Message = { _id: string; text: string };

describe('errors', () => {
  test('carry a request id, the message and the place in the source', async () => {
    const { engine } = await testEngine('basic');
    const { result } = await engine.runMutation('messages:crash', { text: 'boom' }, anyone);
    expect(result.success || result.errorMessage).toMatch(
      /^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: boom\n {4}at handler \(\.\.\/basic\/messages\.ts:\d+:\d+\)$/,
    );
  });

  test('of ConvexError carry its data, bigints too', async () => {
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

  test('of arguments name the field, and show no access key', async () => {
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
  ])('of %s say what is wrong', async (path, message) => {
    const { engine } = await testEngine('basic');
    const { result } = await engine.runQuery(path, {}, anyone);
    expect(result).toMatchObject({ errorMessage: expect.stringContaining(message) });
  });

  test('a document that does not match the schema is refused, and nothing is written', async () => {
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
  ])('a document cannot be given the field %s', async (field, message) => {
    const engine = await testEngine('basic');
    await expect(
      engine.mutation('messages:insertUnchecked', {
        fields: { channel: 'a', text: 'b', [field]: 'x' },
      }),
    ).rejects.toThrow(message);
  });

  test('a result that does not match is refused, and the mutation undone', async () => {
    const engine = await testEngine('basic');
    await expect(engine.mutation('messages:sendAndLie')).rejects.toThrow(
      'ReturnsValidationError: Value does not match validator.',
    );
    expect(await engine.query('messages:count')).toBe(0);
  });

  test('an id of nothing is refused by name', async () => {
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

describe('internal functions', () => {
  test('are hidden from the public and open to admins', async () => {
    const { engine } = await testEngine('basic');
    expect((await engine.runQuery('messages:count', {}, anyone)).result.success).toBe(false);
    expect((await engine.runQuery('messages:count', {}, admin)).result).toMatchObject({ value: 0 });
  });

  test('runFunction runs whatever a path is', async () => {
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
  test('is undone alone, with what it scheduled; its caller sees the error', async () => {
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

  test('leaves alone what its caller does at the same time', async () => {
    const engine = await testEngine('basic');
    await engine.mutation('messages:sendWhileNestedFails', { channel: 'a' });
    const texts = ((await engine.query('messages:list', { channel: 'a' })) as Message[]).map(
      ({ text }) => text,
    );
    expect(texts).toEqual(['meanwhile']);
  });
});

describe('commit timestamps', () => {
  test('grow strictly in commit order and are found by their index', async () => {
    const engine = await testEngine('basic');
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        engine.engine.runMutation('messages:send', { channel: 'a', text: String(i) }, anyone),
      ),
    );
    const rows = (await engine.query('messages:since', { seq: sent[9]!.ts })) as {
      seq: bigint;
      text: string;
    }[];
    expect(rows.map(({ seq }) => seq)).toEqual(sent.slice(10).map(({ ts }) => ts));
    expect(rows.map(({ text }) => text)).toEqual(sent.slice(10).map((_, i) => String(i + 10)));
  });

  test('are unknown within the mutation, and sort after all others', async () => {
    const engine = await testEngine('basic');
    await engine.mutation('messages:send', { channel: 'a', text: 'before' });
    expect(await engine.mutation('messages:sendAndLook', { channel: 'a' })).toEqual({
      seq: '[unresolved commit timestamp]',
      newest: 'now',
    });
  });

  test('cannot leave the mutation before they are known', async () => {
    const engine = await testEngine('basic');
    await expect(engine.mutation('messages:returnSeq')).rejects.toThrow(
      'Value contains an unresolved commit timestamp',
    );
  });

  test('are the timestamps that the engine tells its listeners', async () => {
    const { engine } = await testEngine('basic');
    const heard: bigint[] = [];
    engine.onCommit(({ ts }) => heard.push(ts));
    const { ts } = await engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone);
    await engine.runMutation('messages:crash', { text: 'x' }, anyone);
    expect(heard).toEqual([ts]);
    expect(engine.lastTs).toBe(ts);
  });

  test('grow with each commit, though the clock stands still or goes back', async () => {
    const { engine } = await testEngine('basic');
    const clock = vi.spyOn(Date, 'now');
    const now = Date.now();
    const committed: bigint[] = [];
    for (const time of [now, now, now - 60_000]) {
      clock.mockReturnValue(time);
      const { ts } = await engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone);
      committed.push(ts);
    }
    const [first, second, third] = committed as [bigint, bigint, bigint];
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
  });
});

describe('a mutation sent again', () => {
  test('is run once and answered alike', async () => {
    const engine = await testEngine('basic');
    const send = () =>
      engine.engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone, 'session:1');
    const [first, second] = await Promise.all([send(), send()]);
    expect(second).toEqual(first);
    expect(await engine.query('messages:count')).toBe(1);
  });

  test('is known for a day, and then forgotten', async () => {
    const data = temporaryFolder();
    const clock = vi.spyOn(Date, 'now');
    const start = Date.now();
    const hours = async (passed: number, key: string) => {
      clock.mockReturnValue(start + passed * 3_600_000);
      const engine = await testEngine('basic', { data });
      await engine.engine.runMutation('messages:send', { channel: 'a', text: 'x' }, anyone, key);
      const count = await engine.query('messages:count');
      await engine.close();
      return count;
    };
    expect(await hours(0, 'session:1')).toBe(1);
    expect(await hours(23, 'session:1')).toBe(1);
    expect(await hours(25, 'session:2')).toBe(2);
    expect(await hours(25, 'session:1')).toBe(3);
  });

  test('is tried again when it had failed', async () => {
    const { engine } = await testEngine('basic');
    const send = () => engine.runMutation('messages:crash', { text: 'x' }, anyone, 'session:2');
    expect((await send()).result.success).toBe(false);
    expect((await send()).result.success).toBe(false);
  });
});

describe('HTTP actions', () => {
  function request(path: string, init?: RequestInit) {
    return new Request(`http://localhost${path}`, init);
  }

  test('answer, write and read the variables of the deployment', async () => {
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

  test('answer 404 where there is no route', async () => {
    const { engine } = await testEngine('basic');
    expect((await engine.runHttpAction(request('/none'), anyone)).status).toBe(404);
    const without = await testEngine('guards');
    const response = await without.engine.runHttpAction(request('/none'), anyone);
    expect(await response.text()).toBe(
      'This Convex deployment does not have HTTP actions enabled.',
    );
  });

  test('that throw answer 500 with a code and a trace', async () => {
    const { engine } = await testEngine('basic');
    const response = await engine.runHttpAction(request('/fail'), anyone);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error$/),
      trace: expect.stringContaining('Uncaught Error: no answer\n    at '),
    });
  });
});

describe('environment variables', () => {
  test('are all changed or none, and the engine says which name is wrong', async () => {
    const { environment } = (await testEngine('basic')).engine;
    await environment.update([{ name: 'A', value: '1' }]);
    await expect(
      environment.update([
        { name: 'A', value: '2' },
        { name: '1B', value: '3' },
      ]),
    ).rejects.toThrow('"1B" is invalid');
    expect(environment.list()).toEqual([{ name: 'A', value: '1' }]);
    await environment.update([{ name: 'A', value: null }]);
    expect(environment.get('A')).toBeNull();
  });

  test('make the auth providers, which lack those whose variable is not set', async () => {
    const { engine } = await testEngine('basic');
    expect(engine.authProviders()).toEqual([]);
    await engine.environment.update([{ name: 'ISSUER', value: 'https://issuer.example.com' }]);
    expect(engine.authProviders()).toEqual([
      { domain: 'https://issuer.example.com', applicationID: 'convex' },
    ]);
  });

  test('of the deployment itself are seen and cannot be set', async () => {
    const engine = await testEngine('basic', { siteUrl: 'http://127.0.0.1:3211' });
    expect(await engine.query('messages:siteUrl')).toBe('http://127.0.0.1:3211');
    await expect(
      engine.engine.environment.update([{ name: 'CONVEX_SITE_URL', value: 'x' }]),
    ).rejects.toThrow('is set by the deployment');
  });
});
