import { convexToJson } from 'convex/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../../local/deployment.ts';
import { valueFormat } from '../../../local/http/valueFormat.ts';

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

test('the version and the instance name need no key', async () => {
  expect(await (await fetch(`${deployment.url}/version`)).text()).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await (await fetch(`${deployment.url}/instance_name`)).text()).toBe('local');
});

test('a function is called with a list of one arguments object or with the object itself', async () => {
  const success = { status: 'success', value: 0, logLines: [] };
  for (const args of [[{ name: 'none' }], { name: 'none' }]) {
    const { status, body } = await post('/api/query', { path: 'counters:get', args });
    expect({ status, body }).toEqual({ status: 200, body: success });
  }
  const { body } = await post('/api/function', { path: 'counters:get', args: { name: 'none' } });
  expect(body).toEqual(success);
});

test('log lines are returned in the form that clients parse', async () => {
  const { body } = await post('/api/query', { path: 'messages:noisy', args: [{ word: 'hi' }] });
  expect(body.logLines).toEqual(["[LOG] 'said' 'hi'"]);
});

test('a failing function answers 560, unlike a failing request', async () => {
  const { status, body } = await post('/api/mutation', {
    path: 'messages:sendAndFail',
    args: [{ channel: 'x' }],
  });
  expect(status).toBe(560);
  expect(body).toMatchObject({
    status: 'error',
    errorMessage: expect.stringMatching(/^\[Request ID: [0-9a-f]{16}\] Server Error/),
  });
});

test.each([
  [undefined, '5'],
  ['json', '5'],
  ['convex_encoded_json', { $integer: 'BQAAAAAAAAA=' }],
])('values have the format that the request asks for: %s', async (format, limit) => {
  const call = { path: 'messages:sendAndFail', args: { channel: 'x' }, format };
  const { body } = await post('/api/mutation', call);
  expect(body).toMatchObject({ errorData: { code: 'refused', limit } });
});

test('plain JSON holds int64, bytes and special numbers as text', () => {
  const value = { list: [7n, -0.5, NaN, -Infinity], bytes: new Uint8Array([1, 2]).buffer, a: null };
  expect(valueFormat('json')(convexToJson(value))).toEqual({
    list: ['7', -0.5, 'NaN', '-Infinity'],
    bytes: 'AQI=',
    a: null,
  });
});

test.each([
  ['not JSON', '{', 400, /not JSON/],
  ['no object', '[]', 400, /not a JSON object/],
  ['no path', { args: [] }, 400, /"path"/],
  ['an unknown format', { path: 'counters:get', args: {}, format: 'xml' }, 400, /"format"/],
  ['two arguments', { path: 'counters:get', args: [{}, {}] }, 400, /"args"/],
  ['a component', { path: 'counters:get', args: {}, componentPath: 'x' }, 400, /components/],
])('a body that has %s is refused', async (_name, body, status, message) => {
  const answer = await post('/api/query', body);
  expect(answer.status).toBe(status);
  expect(answer.body.message).toMatch(message);
});

test.each<[string, object]>([
  ['a long text', { name: ['x'.repeat(10_000_000)] }],
  ['a long list', { name: Array.from({ length: 8_000 }, () => 'a text') }],
  ['a long name', { name: 'a', ['x'.repeat(900)]: 'x'.repeat(1_000_000) }],
])('an error quotes only the beginning of arguments with %s', async (_name, args) => {
  const { status, body } = await post('/api/query', { path: 'counters:get', args });
  expect(status).toBe(560);
  expect(body.errorMessage).toContain('ArgumentValidationError');
  expect(body.errorMessage.length).toBeLessThan(10_000);
});

test('a body above 20 MiB is refused', async () => {
  const answer = await post('/api/query', ' '.repeat(21 * 2 ** 20));
  expect(answer.status).toBe(413);
});

test.each([
  ['Basic YTpi', 400, 'InvalidHeaderFailure', /must begin with/],
  ['Convex local|wrong', 401, 'BadAdminKey', /not the one of this deployment/],
  ['Bearer nonsense', 401, 'InvalidAuthHeader', /three base64-encoded parts/],
])(
  'the credentials %s are refused with a code and a reason',
  async (authorization, status, code, reason) => {
    const answer = await post('/api/query', { path: 'counters:get', args: {} }, { authorization });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.message).toMatch(reason);
  },
);

test.each([
  ['Convex local|almost-the-key', 'almost-the-key'],
  ['Bearer almost.a.token', 'almost'],
])('a refusal of %s repeats neither it nor the admin key', async (authorization, given) => {
  const answer = await post('/api/query', { path: 'counters:get', args: {} }, { authorization });
  expect(answer.status).toBe(401);
  expect(JSON.stringify(answer.body)).not.toContain(given);
  expect(JSON.stringify(answer.body)).not.toContain(deployment.adminKey);
});

test('the admin key acts as the identity that is given with it', async () => {
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

test('functions of the deployment itself need the admin key', async () => {
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

describe('an endpoint that is left out', () => {
  test.each([
    ['/api/deploy2/start_push', /nothing to push/],
    ['/api/get_config_hashes', /nothing to push/],
    ['/api/run_test_function', /has no POST/],
    ['/elsewhere', /has no POST/],
  ])('%s answers 400 at once with a message', async (path, message) => {
    const answer = await post(path, {}, admin());
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(message);
  });
});

test('a poll with the admin key returns the executions', async () => {
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
