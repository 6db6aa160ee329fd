/** Clients that send or request too much, or send nothing. */
import { expect, test, vi } from 'vitest';
import { Client, engine } from './wire.ts';

test('a message above 20 MiB ends its connection', async () => {
  const client = await Client.connected();
  client.sendRaw('x'.repeat(21 * 2 ** 20));
  expect((await client.closed).code).toBe(1009);
});

test('a client that does not send Connect within 10 s is disconnected', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const silent = await Client.open();
    const connected = await Client.connected();
    await connected.all();
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    expect(await silent.closed).toEqual({
      code: 1008,
      reason: 'No Connect message came within 10 s',
    });
    expect(await connected.all()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test('a token whose issuer is megabytes of slashes is refused at once', async () => {
  const client = await Client.connected();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: `https://x${'/'.repeat(4_000_000)}x`, sub: 's', aud: 'a' };
  const value = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}.c2ln`;
  client.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'User', value });
  expect(await client.next()).toMatchObject({
    type: 'AuthError',
    error: 'The token is longer than 16384 characters.',
  });
});

test('an error quotes only the beginning of a message', async () => {
  const client = await Client.connected();
  client.send({ type: 'x'.repeat(10_000_000) });
  const { error } = await client.next();
  expect(error.length).toBeLessThan(200);
});

test('a function name of megabytes is not looked up', async () => {
  const client = await Client.connected();
  client.send({ type: 'Action', requestId: 1, udfPath: 'x'.repeat(10_000_000), args: [] });
  expect(await client.next()).toMatchObject({ error: '"udfPath" is too long for a function' });
});

test('a client that subscribes to more than can be sent is disconnected, and others are still served', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const other = await Client.connected();
  engine.set('b', 'x'.repeat(20 * 2 ** 20) as unknown as number);
  const client = await Client.connected();
  const modifications = Array.from({ length: 40 }, (_, queryId) => ({
    type: 'Add',
    queryId,
    udfPath: 'get',
    args: [{ key: 'b' }],
  }));
  client.send({ type: 'ModifyQuerySet', baseVersion: 0, newVersion: 1, modifications });
  expect((await client.closed).code).toBe(1006);
  other.add(1, 'a');
  expect(await other.next()).toMatchObject({ type: 'Transition' });
  vi.restoreAllMocks();
});

test('a client that subscribes with more than 40 MiB of arguments is disconnected', async () => {
  const client = await Client.connected();
  for (let version = 1; version <= 3; version += 1) {
    const args = [{ key: 'x'.repeat(15 * 2 ** 20) }];
    const modifications = [{ type: 'Add', queryId: version, udfPath: 'get', args }];
    client.send({
      type: 'ModifyQuerySet',
      baseVersion: version - 1,
      newVersion: version,
      modifications,
    });
  }
  expect((await client.closed).reason).toContain('larger than 40 MiB');
});
