import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startClerk, type Clerk } from '../../../local/demo/clerk.ts';
import { profileOf, signUp, type ClerkEvent } from '../../../local/demo/clerkUser.ts';
import { Directory } from '../../../local/demo/directory.ts';

const TOKEN = 'control token';
const mira = signUp({ firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' }, 1_000);

let clerk: Clerk;
let directory: Directory;
let sent: ClerkEvent[];

beforeEach(async () => {
  sent = [];
  directory = new Directory([mira], () => {});
  clerk = await startClerk({
    port: 0,
    directory,
    controlToken: TOKEN,
    page: new Map([['/', { type: 'text/html', text: '<title>page</title>' }]]),
    deploymentUrl: 'http://127.0.0.1:1',
    send: async (event) => {
      sent.push(event);
      return { outcome: 'applied', reason: null, status: 200 };
    },
  });
});

afterEach(() => clerk.close());

test('a token verifies by what OIDC discovery publishes, and names the signed-in user', async () => {
  const { issuer, jwks_uri } = await ask('GET', '/.well-known/openid-configuration');
  const { token } = await ask('POST', '/v1/me/token');
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), {
    issuer,
    audience: 'convex',
  });
  expect(issuer).toBe(clerk.url);
  expect(payload.sub).toBe(mira.id);
});

test('a saved profile changes the user and sends user.updated with a later updated_at', async () => {
  const profile = { ...profileOf(mira), last_name: 'Vale', email: 'vale@example.com' };
  await ask('PATCH', '/v1/me', profile);
  expect(await ask('GET', '/v1/me')).toEqual({ id: mira.id, ...profile });
  expect(sent.map(({ type, data }) => [type, data['last_name']])).toEqual([
    ['user.updated', 'Vale'],
  ]);
  expect(Number(sent[0]!.data['updated_at'])).toBeGreaterThan(mira.updated_at);
});

test('an e-mail address without @ is refused and changes nothing', async () => {
  const refused = await ask('PATCH', '/v1/me', { ...profileOf(mira), email: 'mira' });
  expect(refused).toEqual({ message: 'An e-mail address has an @ in it.' });
  expect(directory.signedIn).toEqual(mira);
  expect(sent).toEqual([]);
});

test.each([
  ['a page of another origin', { origin: 'https://example.com' }],
  ['an extension', { origin: 'chrome-extension://abcdefgh' }],
])('%s is refused', async (_who, headers) => {
  const response = await fetch(`${clerk.url}/v1/me/token`, { method: 'POST', headers });
  expect(response.status).toBe(403);
});

test('events are sent only for who shows the control token', async () => {
  const wish = { type: 'user.updated', set: { first_name: 'Nova' } };
  expect(await ask('POST', '/v1/events', wish)).toMatchObject({ message: expect.any(String) });
  expect(sent).toEqual([]);
  const answer = await ask('POST', '/v1/events', wish, { authorization: `Bearer ${TOKEN}` });
  expect(answer).toEqual({ who: 'Nova Holm', outcome: 'applied', reason: null, status: 200 });
});

async function ask(method: string, path: string, body?: unknown, headers = {}): Promise<any> {
  const response = await fetch(`${clerk.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return response.json();
}
