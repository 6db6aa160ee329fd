import { once } from 'node:events';
import { request as nodeRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { eventually } from '../../fixtures/eventually.ts';
import { ownDeployment } from '../ownDeployment.ts';

const own = ownDeployment();

function site(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${own.deployment.siteUrl}${path}`, init);
}

test('an HTTP action gets the bytes, the length and the URL of the request', async () => {
  const body = '{"a":  "é"}';
  const response = await site('/echo?x=1', { method: 'POST', body });
  expect(response.status).toBe(201);
  expect(await response.text()).toBe(body);
  expect(response.headers.get('x-content-length')).toBe(String(Buffer.byteLength(body)));
  expect(response.headers.get('x-url')).toBe(`${own.deployment.siteUrl}/echo?x=1`);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test.each([
  ['siteUrl', '/echo', 201],
  ['url', '/api/query', 400],
] as const)(
  "a request to the %s that offers HTTP/2, as Java's client does, is answered",
  async (url, path, status) => {
    const sent = nodeRequest(`${own.deployment[url]}${path}`, {
      method: 'POST',
      headers: { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': '' },
    });
    sent.end('not JSON');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(status);
    expect(await text(response)).toContain('not JSON');
  },
);

test('a route matches by its prefix', async () => {
  expect(await (await site('/files/a/b')).text()).toBe('/files/a/b');
});

test.each([
  ['GET', '/echo'],
  ['POST', '/nothing'],
])('%s %s has no route', async (method, path) => {
  const response = await site(path, { method });
  expect([response.status, await response.text()]).toEqual([404, 'No matching routes found']);
});

test('an action may answer without reading the body', async () => {
  for (let time = 0; time < 3; time += 1) {
    const response = await site('/unread', { method: 'POST', body: 'x'.repeat(5_000_000) });
    expect([response.status, await response.text()]).toEqual([413, 'not read']);
  }
});

test('a client that sends an endless body is answered and then disconnected', async () => {
  const { host, hostname, port } = new URL(own.deployment.siteUrl);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  const head = ['POST /unread HTTP/1.1', `host: ${host}`, 'transfer-encoding: chunked'];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
  let sent = 0;
  while (!socket.destroyed) {
    sent += chunk.length;
    // A closing socket emits no more `drain` events.
    if (!socket.write(chunk)) await Promise.race([once(socket, 'drain'), closed]).catch(() => {});
  }
  expect(answer).toMatch(/^HTTP\/1\.1 413 .*not read/s);
  // Both sides buffer some more.
  expect(sent).toBeLessThan(100 * 2 ** 20);
});

test('an action that throws answers 500 and does not end the server', async () => {
  expect((await site('/crash')).status).toBe(500);
  expect((await site('/files/a')).status).toBe(200);
});

test('a body above 20 MiB is refused, with or without a declared length', async () => {
  const bytes = Buffer.alloc(21 * 2 ** 20);
  const announced = await site('/echo', { method: 'POST', body: bytes }).then(
    (response) => response.status,
    // The server may end the connection while the client still sends.
    () => 413,
  );
  expect(announced).toBe(413);
  const streamed = await new Promise<number>((resolve, reject) => {
    const request = nodeRequest(
      `${own.deployment.siteUrl}/echo`,
      { method: 'POST' },
      (response) => {
        response.resume();
        resolve(response.statusCode!);
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
  expect(streamed).toBe(413);
});

test('an action knows the user of a valid token, and nobody without one', async () => {
  const who = async (headers: Record<string, string>) =>
    await (await site('/who', { headers })).json();
  expect(await who({ authorization: `Bearer ${await own.issuer.token()}` })).toMatchObject({
    subject: 'user_ada',
  });
  expect(await who({})).toBeNull();
});

test.each([
  ['Bearer nonsense', /^Uncaught Error: Could not parse JWT payload\./],
  ['Basic YTpi', /^Uncaught Error: Invalid authentication header/],
  ['Convex local|wrong', /^Uncaught Error: The admin key is not the one/],
])(
  'an action that reads the identity of "%s" fails with the reason',
  async (authorization, reason) => {
    const response = await site('/who', { headers: { authorization } });
    expect(response.status).toBe(500);
    expect((await response.json()).trace).toMatch(reason);
  },
);

test('an action that does not read the identity runs with any Authorization header', async () => {
  const response = await site('/files/a', { headers: { authorization: 'Basic YTpi' } });
  expect(await response.text()).toBe('/files/a');
});

test('the signal of a request aborts when its client disconnects', async () => {
  const leaving = new AbortController();
  const waiting = site('/wait', { signal: leaving.signal });
  // The server has read the request once it answers a later one.
  expect(await (await site('/aborted-waits')).text()).toBe('0');
  leaving.abort();
  await expect(waiting).rejects.toThrow('aborted');
  await eventually(async () => expect(await (await site('/aborted-waits')).text()).toBe('1'));
});
