/** The protocol, by the messages that a client receives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeTs } from '../../../local/sync/protocol.ts';
import { Client, engine, type Message } from './wire.ts';

test('each transition starts at the version where the last one ended', async () => {
  const client = await Client.connected();
  client.add(1, 'a', 'b');
  const first = await client.next();
  expect(first).toEqual({
    type: 'Transition',
    startVersion: { querySet: 0, identity: 0, ts: encodeTs(0n) },
    endVersion: { querySet: 1, identity: 0, ts: encodeTs(1000n) },
    modifications: [
      { type: 'QueryUpdated', queryId: 97, value: null, journal: null, logLines: [] },
      { type: 'QueryUpdated', queryId: 98, value: null, journal: null, logLines: [] },
    ],
  });
  engine.set('b', 7);
  const second = await client.next();
  expect(second.startVersion).toEqual(first.endVersion);
  expect(second.endVersion).toEqual({ querySet: 1, identity: 0, ts: encodeTs(1001n) });
  expect(second.modifications).toMatchObject([{ queryId: 98, value: 7 }]);
});

test('a commit that changes no result sends nothing', async () => {
  const client = await Client.connected();
  client.add(1, 'a');
  await client.next();
  engine.set('elsewhere', 1);
  expect(await client.all()).toEqual([]);
  engine.set('a', 1);
  await client.next();
  engine.set('a', 1);
  expect(await client.all()).toEqual([]);
});

test('a run with the same result is sent when it logged something else', async () => {
  const client = await Client.connected();
  client.add(1, 'a');
  await client.next();
  engine.logLines = ["[LOG] 'again'"];
  engine.announceReload();
  const { modifications } = await client.next();
  expect(modifications).toMatchObject([{ value: null, logLines: ["[LOG] 'again'"] }]);
  engine.announceReload();
  expect(await client.all()).toEqual([]);
});

test('every transition shows all data as of its timestamp, whenever commits come', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('set'), key: fc.constantFrom('a', 'b', 'c'), value: fc.nat(3) }),
    fc.record({ kind: fc.constantFrom('hold', 'release', 'wait', 'wait') }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const client = await Client.connected();
      client.add(1, 'a', 'b', 'c');
      const shown = new Map<number, unknown>();
      const history = new Map<string, unknown[]>();
      const data = () => ['a', 'b', 'c'].map((key) => engine.values.get(key) ?? null);
      history.set(encodeTs(engine.lastTs), data());

      async function check(transitions: Message[]): Promise<void> {
        for (const { modifications, endVersion } of transitions) {
          for (const { queryId, value } of modifications) shown.set(queryId, value);
          expect([97, 98, 99].map((queryId) => shown.get(queryId))).toEqual(
            history.get(endVersion.ts),
          );
        }
      }

      await check([await client.next()]);
      for (const next of steps) {
        if ('key' in next) engine.set(next.key, next.value);
        else if (next.kind === 'hold') engine.hold();
        else if (next.kind === 'release') engine.release();
        else await check(await client.all());
        history.set(encodeTs(engine.lastTs), data());
      }
      engine.release();
      await check(await client.all());
      await check(await client.all());
      expect([...shown.values()]).toEqual(data());
      client.close();
    }),
    { numRuns: 60 },
  );
});

test('a mutation is followed by its response and then a transition to its timestamp', async () => {
  const client = await Client.connected();
  client.add(1, 'a');
  await client.next();
  client.mutate(0, 'a', 1);
  const response = await client.next();
  expect(response).toMatchObject({ type: 'MutationResponse', success: true, ts: encodeTs(1001n) });
  const transition = await client.next();
  expect(transition.endVersion.ts).toBe(encodeTs(1001n));
  expect(transition.modifications).toMatchObject([{ value: 1 }]);
});

test('a mutation that changes no result is still followed by a transition', async () => {
  const client = await Client.connected();
  client.mutate(0, 'a', 1);
  expect((await client.next()).type).toBe('MutationResponse');
  expect(await client.next()).toMatchObject({ type: 'Transition', modifications: [] });
});

test('no transition shows a mutation before its response', async () => {
  const client = await Client.connected();
  client.add(1, 'a');
  await client.next();
  engine.hold();
  client.mutate(0, 'a', 1);
  expect(await client.all()).toEqual([]);
  engine.release();
  expect((await client.next()).type).toBe('MutationResponse');
  expect((await client.next()).type).toBe('Transition');
});

test('a client that sends faster than it is answered gets every answer, in order', async () => {
  const client = await Client.connected();
  engine.hold();
  const ids = Array.from({ length: 2_000 }, (_, requestId) => requestId);
  for (const requestId of ids) client.mutate(requestId, 'a', requestId);
  engine.release();
  const answered: number[] = [];
  while (answered.length < ids.length) {
    const { type, requestId } = await client.next();
    if (type === 'MutationResponse') answered.push(requestId);
  }
  expect(answered).toEqual(ids);
});

test('a removed query is confirmed and no longer updated', async () => {
  const client = await Client.connected();
  client.add(1, 'a');
  await client.next();
  const modifications = [{ type: 'Remove', queryId: 97 }];
  client.send({ type: 'ModifyQuerySet', baseVersion: 1, newVersion: 2, modifications });
  const { modifications: told } = await client.next();
  expect(told).toEqual([{ type: 'QueryRemoved', queryId: 97 }]);
  engine.set('a', 1);
  expect(await client.all()).toEqual([]);
});

test('a client that has seen newer data than the deployment has is disconnected', async () => {
  const client = await Client.open();
  client.send({ type: 'Connect', sessionId: 's', maxObservedTimestamp: encodeTs(1001n) });
  const { code, reason } = await client.closed;
  expect(code).toBe(1011);
  expect(reason).toMatch(/^InternalServerError: /);
});

test('a new identity runs the queries again and raises the identity version by one', async () => {
  const client = await Client.connected();
  client.add(1, 'a');
  await client.next();
  client.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'Admin', value: 'local|key' });
  expect(await client.next()).toMatchObject({ endVersion: { identity: 1 }, modifications: [] });
  expect(engine.runs).toEqual(['a', 'a']);
});

test.each([
  ['Admin', 'local|other', /"ready"/],
  ['User', 'nonsense', /three base64-encoded parts/],
])(
  'refused %s credentials are answered with an AuthError for the identity version before them',
  async (tokenType, value, reason) => {
    const client = await Client.connected();
    client.send({ type: 'Authenticate', baseVersion: 0, tokenType, value });
    expect(await client.next()).toEqual({
      type: 'AuthError',
      error: expect.stringMatching(reason),
      baseVersion: 0,
      authUpdateAttempted: true,
    });
    expect((await client.closed).code).toBe(1008);
  },
);

test('a result above 5 MB is sent in chunks that make up the transition', async () => {
  const client = await Client.connected();
  engine.set('a', 'é😀'.repeat(2_000_000) as unknown as number);
  client.add(1, 'a');
  const chunks = [await client.next()];
  while (chunks.length < chunks[0]!.totalParts) chunks.push(await client.next());
  expect(chunks.map((chunk) => [chunk.type, chunk.partNumber])).toEqual([
    ['TransitionChunk', 0],
    ['TransitionChunk', 1],
  ]);
  expect(new Set(chunks.map((chunk) => chunk.transitionId)).size).toBe(1);
  const transition = JSON.parse(chunks.map((chunk) => chunk.chunk).join(''));
  expect(transition.modifications[0].value).toHaveLength(6_000_000);
});

test('a mutation that is sent again has the same key, and a different call or caller another', async () => {
  const first = await Client.connected('session-1');
  first.mutate(0, 'a', 1);
  await first.next();
  first.close();
  const again = await Client.connected('session-1');
  again.mutate(0, 'a', 1);
  await again.next();
  again.mutate(0, 'a', 2);
  await again.next();
  const admin = await Client.connected('session-1');
  admin.send({ type: 'Authenticate', baseVersion: 0, tokenType: 'Admin', value: 'local|key' });
  admin.mutate(0, 'a', 1);
  while ((await admin.next()).type !== 'MutationResponse');
  const [key, resent, otherCall, otherCaller] = engine.requestKeys;
  expect(resent).toBe(key);
  expect(new Set([key, otherCall, otherCaller]).size).toBe(3);
});
