/** A sync server and clients for each test, over an engine whose timing the test controls. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import { WebSocket } from 'ws';
import { TokenVerifier } from '../../../local/auth/identity.ts';
import { syncServer, type SyncServer } from '../../../local/sync/server.ts';
import { FakeEngine } from './fakeEngine.ts';

export type Message = Record<string, any>;

/** A new one for each test. */
export let engine: FakeEngine;
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

/**
 * A client that only records: `next` waits for a message, `quiet` until the server has no more to
 * send.
 */
export class Client {
  readonly received: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  #wake = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(String(data)));
      this.#wake();
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

  static async connected(sessionId = 's'): Promise<Client> {
    const client = await Client.open();
    client.send({ type: 'Connect', sessionId, connectionCount: 0, lastCloseReason: null });
    return client;
  }

  send(message: Message): void {
    this.#socket.send(JSON.stringify(message));
  }

  close(): void {
    this.#socket.close();
  }

  sendRaw(data: string | Buffer): void {
    this.#socket.send(data);
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
    if (this.received.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.received.shift()!;
  }

  /** The messages up to the server's answer to a WebSocket ping, which comes in order. */
  async all(): Promise<Message[]> {
    await new Promise<void>((resolve) => {
      this.#socket.once('pong', () => resolve());
      this.#socket.ping();
    });
    return this.received.splice(0);
  }
}
