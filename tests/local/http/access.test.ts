/** Only pages and programs of this machine reach a deployment. */
import { request as nodeRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../../local/deployment.ts';

const functions = new URL('../../fixtures/functions', import.meta.url).pathname;
let deployment: Deployment;

beforeAll(async () => {
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
});

afterAll(() => deployment.close());

/** `fetch` does not send a given Host header. */
function statusFor(headers: Record<string, string>, path = '/version', url = deployment.url) {
  return new Promise<number>((resolve, reject) => {
    nodeRequest(`${url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

describe('web pages', () => {
  test('of this machine, and extensions, may read the answers', async () => {
    for (const origin of ['http://localhost:5173', 'chrome-extension://abcdefghijklmnop']) {
      const { headers } = await fetch(`${deployment.url}/api/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ path: 'counters:get', args: {} }),
      });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  test('get an answer to a preflight request with the headers that they may send', async () => {
    const response = await fetch(`${deployment.url}/api/query`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-headers': 'content-type,convex-client',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type,convex-client');
  });

  test('of other origins are refused', async () => {
    expect(await statusFor({ origin: 'https://example.com' })).toBe(403);
    expect(await statusFor({ origin: 'https://example.com' }, '/files/a', deployment.siteUrl)).toBe(
      403,
    );
  });

  test('that reach the loopback address by another name are refused', async () => {
    expect(await statusFor({ host: 'rebound.example.com' })).toBe(403);
    expect(await statusFor({ host: 'rebound.example.com' }, '/files/a', deployment.siteUrl)).toBe(
      403,
    );
    expect(await statusFor({ host: 'localhost:1' })).toBe(200);
  });

  test.each([
    [{ origin: 'https://example.com' }, 403],
    [{ host: 'rebound.example.com' }, 403],
    [{ origin: 'http://localhost:5173' }, 101],
    [{}, 101],
  ])('a WebSocket with %j gets %d', async (headers, expected) => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = nodeRequest(`${deployment.url}/api/1.48.0/sync`, {
        headers: {
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
          ...headers,
        },
      });
      request.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode!);
      });
      request.on('response', (response) => resolve(response.statusCode!));
      request.on('error', reject).end();
    });
    expect(status).toBe(expected);
  });
});

test('only the loopback address answers', async () => {
  // The whole of 127.0.0.0/8 is this machine's: a port open to every address would answer there.
  for (const url of [deployment.url, deployment.siteUrl]) {
    await expect(fetch(url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
  }
});
