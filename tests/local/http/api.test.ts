import { request as nodeRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../../local/deployment.ts';

const functions = new URL('../../fixtures/functions', import.meta.url).pathname;
let deployment: Deployment;

beforeAll(async () => {
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
});

afterAll(() => deployment.close());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${deployment.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

function admin(): Record<string, string> {
  return { authorization: `Convex ${deployment.adminKey}` };
}

/** `fetch` does not let a Host header through. */
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

test('the version and the instance name are told to everybody', async () => {
  expect(await (await fetch(`${deployment.url}/version`)).text()).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await (await fetch(`${deployment.url}/instance_name`)).text()).toBe('local');
});

test('a function is called with an argument list or with the arguments themselves', async () => {
  const success = { status: 'success', value: 0, logLines: [] };
  for (const args of [[{ name: 'none' }], { name: 'none' }]) {
    const { status, body } = await post('/api/query', { path: 'counters:get', args });
    expect({ status, body }).toEqual({ status: 200, body: success });
  }
  const { body } = await post('/api/function', { path: 'counters:get', args: { name: 'none' } });
  expect(body).toEqual(success);
});

test('log lines come back in the form that clients parse', async () => {
  const { body } = await post('/api/query', { path: 'messages:noisy', args: [{ word: 'hi' }] });
  expect(body.logLines).toEqual(["[LOG] 'said' 'hi'"]);
});

test('a failing function answers 560, so that clients tell it from a failing request', async () => {
  const { status, body } = await post('/api/mutation', {
    path: 'messages:sendAndFail',
    args: [{ channel: 'x' }],
  });
  expect(status).toBe(560);
  expect(body).toMatchObject({
    status: 'error',
    errorMessage: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error/),
    errorData: { code: 'refused', limit: { $integer: 'BQAAAAAAAAA=' } },
  });
});

test.each([
  ['not JSON', '{', 400, /not JSON/],
  ['no object', '[]', 400, /not a JSON object/],
  ['no path', { args: [] }, 400, /"path"/],
  ['two arguments', { path: 'counters:get', args: [{}, {}] }, 400, /"args"/],
  ['a component', { path: 'counters:get', args: {}, componentPath: 'x' }, 400, /components/],
])('a body that has %s is refused', async (_name, body, status, message) => {
  const answer = await post('/api/query', body);
  expect(answer.status).toBe(status);
  expect(answer.body.message).toMatch(message);
});

test('a body above 20 MiB is refused', async () => {
  const answer = await post('/api/query', ' '.repeat(21 * 2 ** 20));
  expect(answer.status).toBe(413);
});

test.each([
  ['Basic YTpi', /has to begin with/],
  ['Convex local|wrong', /not the one of this deployment/],
  ['Bearer nonsense', /not a JWT/],
])('the credentials %s are refused', async (authorization, message) => {
  const answer = await post('/api/query', { path: 'counters:get', args: {} }, { authorization });
  expect(answer.status).toBe(401);
  expect(answer.body.message).toMatch(message);
});

test.each([
  ['Convex local|almost-the-key', 'almost-the-key'],
  ['Bearer almost.a.token', 'almost'],
])('a refusal of %s repeats neither it nor the admin key', async (authorization, given) => {
  const answer = await post('/api/query', { path: 'counters:get', args: {} }, { authorization });
  expect(answer.status).toBe(401);
  expect(JSON.stringify(answer.body)).not.toContain(given);
  expect(JSON.stringify(answer.body)).not.toContain(deployment.adminKey);
});

test('the admin key acts as an identity that is given with it', async () => {
  const identity = btoa(JSON.stringify({ issuer: 'https://a.example.com', subject: 'ada' }));
  const { body } = await post(
    '/api/query',
    { path: 'messages:whoAmI', args: [] },
    { authorization: `Convex ${deployment.adminKey}:${identity}` },
  );
  expect(body.value).toEqual({
    issuer: 'https://a.example.com',
    subject: 'ada',
    tokenIdentifier: 'https://a.example.com|ada',
  });
});

test('functions of the deployment itself are hidden from all but the admin', async () => {
  const call = {
    path: '_system/cli/tables',
    args: { paginationOpts: { cursor: null, numItems: 9 } },
  };
  for (const kind of ['query', 'function']) {
    expect((await post(`/api/${kind}`, call)).body.errorMessage).toMatch(
      "Could not find public function for '_system/cli/tables'.",
    );
    expect((await post(`/api/${kind}`, call, admin())).body.status).toBe('success');
  }
});

describe('environment variables', () => {
  const path = '/api/update_environment_variables';

  test('need the admin key', async () => {
    expect((await post(path, { changes: [] })).status).toBe(403);
  });

  test.each([
    [{ changes: 'A' }],
    [{ changes: [{ name: '1A', value: 'x' }] }],
    [{ changes: [{ name: 'A', value: 1 }] }],
    [{ changes: [null] }],
  ])('are not changed by %j', async (body) => {
    expect((await post(path, body, admin())).status).toBe(400);
  });
});

describe('what is left out', () => {
  test.each([
    ['/api/deploy2/start_push', /nothing to push/],
    ['/api/get_config_hashes', /nothing to push/],
    ['/api/run_test_function', /has no POST/],
    ['/elsewhere', /has no POST/],
  ])('%s answers 400 at once with a sentence', async (path, message) => {
    const answer = await post(path, {}, admin());
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
  });
});

describe('web pages', () => {
  test('of this machine and extensions may read the answers', async () => {
    for (const origin of ['http://localhost:5173', 'chrome-extension://abcdefghijklmnop']) {
      const { headers } = await post('/api/query', { path: 'counters:get', args: {} }, { origin });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  test('ask first and are told which headers they may send', async () => {
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

  test('that reach loopback by another name are refused', async () => {
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

test('executions are told to the admin who polls for them', async () => {
  const poll = async (cursor: number) => {
    const url = `${deployment.url}/api/stream_function_logs?cursor=${cursor}`;
    return await (await fetch(url, { headers: admin() })).json();
  };
  const { newCursor } = await poll(0);
  const news = poll(newCursor);
  await post('/api/query', { path: 'messages:noisy', args: [{ word: 'polled' }] });
  const { entries } = await news;
  expect(entries).toMatchObject([
    {
      udfType: 'Query',
      identifier: 'messages:noisy',
      logLines: ["[LOG] 'said' 'polled'"],
      error: null,
    },
  ]);
});

test('only the loopback address answers', async () => {
  // The whole of 127.0.0.0/8 is this machine's: a port open to every address would answer there.
  for (const url of [deployment.url, deployment.siteUrl]) {
    await expect(fetch(url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
  }
});
