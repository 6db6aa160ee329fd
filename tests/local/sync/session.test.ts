/** The protocol seen from the wire, with an engine whose timing the test controls. */
import fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { TokenVerifier } from '../../../local/auth/identity.ts';
import { encodeTs } from '../../../local/sync/protocol.ts';
import { syncServer, type SyncServer } from '../../../local/sync/server.ts';
import { FakeEngine } from './fakeEngine.ts';

type Message = Record<string, any>;

let engine: FakeEngine;
let server: Server;
let sync: SyncServer;

beforeEach(async () => {
  engine = new FakeEngine();
  const credentials = { adminKey: 'local|key', tokens: new TokenVerifier(() => []) };
  sync = syncServer(engine, credentials);
  server = createServer();
  server.on('upgrade', (request, socket, head) => sync.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  sync.close();
  server.close();
});

/** A client that only records; `next` waits for a message, `quiet` for the server to have none. */
class Client {
  readonly received: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly socket: WebSocket;
  private wake = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.received.push(JSON.parse(String(data)));
      this.wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  static async open(): Promise<Client> {
    const { port } = server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/1.48.0/sync`);
    const client = new Client(socket);
    await new Promise((resolve) => socket.once('open', resolve));
    return client;
  }

  static async connected(): Promise<Client> {
    const client = await Client.open();
    client.send({ type: 'Connect', sessionId: 's', connectionCount: 0, lastCloseReason: null });
    return client;
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  close(): void {
    this.socket.close();
  }

  sendRaw(data: string | Buffer): void {
    this.socket.send(data);
  }

  add(version: number, ...keys: string[]): void {
    const modifications = keys.map((key) => ({
      type: 'Add',
      queryId: key.charCodeAt(0),
      udfPath: 'get',
      args: [{ key }],
    }));
    this.send({
      type: 'ModifyQuerySet',
      baseVersion: version - 1,
      newVersion: version,
      modifications,
    });
  }

  mutate(requestId: number, key: string, value: number): void {
    this.send({ type: 'Mutation', requestId, udfPath: 'set', args: [{ key, value }] });
  }

  async next(): Promise<Message> {
    if (this.received.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.received.shift()!;
  }

  /** What has come once the server has answered a WebSocket ping, which it does in order. */
  async all(): Promise<Message[]> {
    await new Promise<void>((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.ping();
    });
    return this.received.splice(0);
  }
}

test('transitions chain from version to version', async () => {
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

test('after a mutation comes its response and then a transition that reaches it', async () => {
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

test('a mutation that changes nothing on the client is still followed by a transition', async () => {
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

test('a client that has seen newer data than the deployment holds is turned away', async () => {
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
  ['User', 'nonsense', /not a JWT/],
])(
  'refused %s credentials are an AuthError for the version before them',
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

test('a result above 5 MB comes in chunks that make up the transition', async () => {
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

const mutation = { type: 'Mutation', requestId: 0, udfPath: 'set', args: [{}] };
const connect = { type: 'Connect', sessionId: 's' };
const modify = { type: 'ModifyQuerySet', baseVersion: 0, newVersion: 1, modifications: [] };
const added = { type: 'Add', queryId: 1, udfPath: 'get', args: [{ key: 'a' }] };

test.each<[string, (Message | string | Buffer)[], RegExp]>([
  ['is not JSON', ['{'], /not JSON/],
  ['is binary', [Buffer.from('{}')], /binary/],
  ['is not an object', ['[]'], /not an object/],
  ['has no type', [{}], /"type"/],
  ['has an unknown type', [{ type: 'Hello' }], /"Hello" is unknown/],
  ['comes before Connect', [mutation], /first message has to be Connect/],
  ['is a second Connect', [connect, connect], /twice/],
  ['has a wrong field', [connect, { ...mutation, requestId: -1 }], /"requestId"/],
  ['has two arguments', [connect, { ...mutation, args: [{}, {}] }], /more than one element/],
  ['has a bad timestamp', [{ ...connect, maxObservedTimestamp: 'x' }], /timestamp/],
  ['skips a query set version', [connect, { ...modify, baseVersion: 1, newVersion: 2 }], /is at 0/],
  ['keeps the query set version', [connect, { ...modify, newVersion: 0 }], /from 0 to 0/],
  ['adds a query twice', [connect, { ...modify, modifications: [added, added] }], /added twice/],
  [
    'removes an unknown query',
    [connect, { ...modify, modifications: [{ type: 'Remove', queryId: 9 }] }],
    /was not added/,
  ],
  [
    'skips an identity version',
    [connect, { type: 'Authenticate', baseVersion: 3, tokenType: 'None' }],
    /is at 0/,
  ],
  ['asks a component', [connect, { ...mutation, componentPath: 'x' }], /[Cc]omponents/],
])('a message that %s ends its connection with the reason', async (_name, messages, reason) => {
  const other = await Client.connected();
  const client = await Client.open();
  for (const message of messages) {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    client.sendRaw(isRaw ? message : JSON.stringify(message));
  }
  const { code, reason: told } = await client.closed;
  expect(code).toBe(1008);
  expect(told).toMatch(reason);
  expect(client.received.at(-1)).toMatchObject({
    type: 'FatalError',
    error: expect.stringMatching(reason),
  });
  expect(await other.all()).toEqual([]);
});

test('a message above 20 MiB ends its connection', async () => {
  const client = await Client.connected();
  client.sendRaw('x'.repeat(21 * 2 ** 20));
  expect((await client.closed).code).toBe(1009);
});
