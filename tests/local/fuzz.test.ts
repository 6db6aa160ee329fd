/** Arbitrary input ends only its own connection or request, with a reason. */
import { connect } from 'node:net';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { args, frame, path } from './arbitraryFrame.ts';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const get = fn<'query', { name: string }, number>('counters:get');

let deployment: SpawnedDeployment;

beforeAll(async () => {
  deployment = await spawnDeployment({ functions });
});

afterAll(async () => {
  expect(await deployment.stop()).toBe(0);
  // A handler that fails on unexpected input writes here.
  expect(deployment.stderr()).not.toMatch(/failed|Error/);
});

async function stillServes(): Promise<void> {
  const client = new ConvexHttpClient(deployment.url, { logger: false });
  expect(await client.query(get, { name: 'none' })).toBe(0);
}

/**
 * Sends all frames, waits until the server has handled them, and returns who ended the connection.
 */
function converse(messages: (string | Uint8Array)[]): Promise<{
  endedBy: 'the client' | 'the server';
  code: number;
  reason: string;
  received: any[];
}> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${deployment.url.replace('http', 'ws')}/api/1.48.0/sync`);
    const received: any[] = [];
    let endedBy: 'the client' | 'the server' = 'the server';
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => received.push(JSON.parse(String(data))));
    socket.on('pong', () => {
      if (socket.readyState !== socket.OPEN) return;
      endedBy = 'the client';
      socket.close(1000);
    });
    socket.on('open', () => {
      for (const message of messages) socket.send(message);
      socket.ping();
    });
    socket.on('close', (code, reason) => {
      resolve({ endedBy, code, reason: String(reason), received });
    });
  });
}

const connected = JSON.stringify({ type: 'Connect', sessionId: 'fuzz' });

test('a WebSocket that sends arbitrary messages does not end the deployment', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(frame, { maxLength: 12 }), async (begins, frames) => {
      const end = await converse(begins ? [connected, ...frames] : frames);
      if (end.endedBy === 'the client') return;
      expect([1007, 1008, 1011]).toContain(end.code);
      expect(end.reason).not.toBe('InternalServerError');
      expect(end.reason).not.toBe('');
    }),
    { numRuns: 400 },
  );
  await stillServes();
});

test('a socket that sends broken WebSocket frames does not end the deployment', async () => {
  const handshake = (target: string) =>
    `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
    'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
  const target = fc.constantFrom(
    '/api/1.48.0/sync',
    '/api/sync',
    '//',
    '/%',
    '*',
    'http://[',
    '/x',
  );
  await fc.assert(
    fc.asyncProperty(target, fc.uint8Array({ maxLength: 200 }), async (sync, bytes) => {
      await raw(deployment.url, Buffer.concat([Buffer.from(handshake(sync)), bytes]));
      await raw(deployment.siteUrl, Buffer.from(handshake(sync)));
    }),
    { numRuns: 150 },
  );
  await stillServes();
});

test('HTTP requests with an arbitrary line, headers and body do not end the deployment', async () => {
  const routes = [
    '/api/query',
    '/api/mutation',
    '/api/action',
    '/api/function',
    '/api/query_at_ts',
    '/api/query_ts',
    '/api/update_environment_variables',
    '/api/stream_function_logs?cursor=x',
    '/api/nothing',
    '//',
    '/%',
    '/echo',
    '/unread',
    '/files/%00',
  ];
  const body = fc.oneof(
    fc
      .record({ path, args, format: fc.string() }, { requiredKeys: [] })
      .map((b) => JSON.stringify(b)),
    fc.json(),
    fc.string({ unit: 'binary' }),
  );
  const authorization = fc.constantFrom(
    undefined,
    'Convex',
    'Convex :',
    `Convex x:${btoa('{}')}`,
    'Bearer ',
    'Bearer a.b.c',
    `Bearer ${btoa('{"alg":"none"}')}.${btoa('{"iss":7}')}.`,
    'Digest x',
  );
  const call = fc.record({
    method: fc.constantFrom('POST', 'GET', 'PUT', 'OPTIONS', 'HEAD', 'DELETE', 'PROPFIND'),
    route: fc.constantFrom(...routes),
    site: fc.boolean(),
    authorization,
    body,
  });
  await fc.assert(
    fc.asyncProperty(call, async ({ method, route, site, authorization: auth, body: sent }) => {
      const url = `${site ? deployment.siteUrl : deployment.url}${route}`;
      const response = await fetch(url, {
        method,
        headers: auth === undefined ? {} : { authorization: auth },
        ...(!['GET', 'HEAD'].includes(method) && { body: sent }),
      });
      await response.arrayBuffer();
      expect(response.status).not.toBe(500);
    }),
    { numRuns: 500 },
  );
  await stillServes();
});

test('sockets that send no HTTP request, or only the beginning of one, do not end the deployment', async () => {
  const begun = 'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 50\r\n\r\nabc';
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array(),
        fc.nat(begun.length).map((length) => Buffer.from(begun.slice(0, length))),
      ),
      fc.boolean(),
      async (bytes, site) =>
        await raw(site ? deployment.siteUrl : deployment.url, Buffer.from(bytes)),
    ),
    { numRuns: 150 },
  );
  await stillServes();
});

/** Writes bytes and closes the connection. */
function raw(url: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}
