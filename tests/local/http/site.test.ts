import { once } from 'node:events';
import { request as nodeRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../../local/deployment.ts';
import { startIssuer, type Issuer } from '../../fixtures/issuer.ts';

const functions = new URL('../../fixtures/functions', import.meta.url).pathname;
let issuer: Issuer;
let deployment: Deployment;

beforeAll(async () => {
  issuer = await startIssuer();
  const env = { ISSUER: issuer.url };
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0, env });
});

afterAll(async () => {
  issuer.close();
  await deployment.close();
});

function site(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${deployment.siteUrl}${path}`, init);
}

test('an HTTP action gets the bytes, the length and the URL of the request', async () => {
  const body = '{"a":  "é"}';
  const response = await site('/echo?x=1', { method: 'POST', body });
  expect(response.status).toBe(201);
  expect(await response.text()).toBe(body);
  expect(response.headers.get('x-content-length')).toBe(String(Buffer.byteLength(body)));
  expect(response.headers.get('x-url')).toBe(`${deployment.siteUrl}/echo?x=1`);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

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

test('who sends a body without an end is answered, and then cut off', async () => {
  const { host, hostname, port } = new URL(deployment.siteUrl);
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
    // A socket that closes drains no more.
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

test('a body above 20 MiB is refused, whether its length was announced or not', async () => {
  const bytes = Buffer.alloc(21 * 2 ** 20);
  const announced = await site('/echo', { method: 'POST', body: bytes }).then(
    (response) => response.status,
    // The server may end the connection while the client still sends.
    () => 413,
  );
  expect(announced).toBe(413);
  const streamed = await new Promise<number>((resolve, reject) => {
    const request = nodeRequest(`${deployment.siteUrl}/echo`, { method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    request.on('error', reject);
    request.end(bytes);
  });
  expect(streamed).toBe(413);
});

test('an action knows the user of a valid token, and nobody otherwise', async () => {
  const who = async (authorization: string) =>
    await (await site('/who', { headers: { authorization } })).json();
  expect(await who(`Bearer ${await issuer.token()}`)).toMatchObject({ subject: 'user_ada' });
  expect(await who('Bearer nonsense')).toBeNull();
  expect(await who('Basic YTpi')).toBeNull();
});
