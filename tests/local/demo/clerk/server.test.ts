import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startClerk, type Clerk } from '../../../../local/demo/clerk/server.ts';
import { signUp, type ClerkEvent } from '../../../../local/demo/traffic/clerkUser.ts';
import { Directory } from '../../../../local/demo/traffic/directory.ts';

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

test('a token for Convex verifies with the keys that OIDC discovery publishes, and names the signed-in user', async () => {
  const { issuer, jwks_uri } = await ask('GET', '/.well-known/openid-configuration');
  const { jwt } = await ask('POST', `${await sessionPath()}/tokens/convex`);
  const { payload } = await jwtVerify(jwt, createRemoteJWKSet(new URL(jwks_uri)), {
    issuer,
    audience: 'convex',
  });
  expect(issuer).toBe(clerk.url);
  expect(payload.sub).toBe(mira.id);
});

test('a saved profile changes the user and sends user.updated with the updated_at of the answer', async () => {
  const { response, client } = await ask('POST', '/v1/me?_method=PATCH', { last_name: 'Vale' });
  expect(response).toMatchObject({ first_name: 'Mira', last_name: 'Vale' });
  expect(client.sessions[0].user).toEqual(response);
  expect(sent).toMatchObject([
    { type: 'user.updated', data: { last_name: 'Vale', updated_at: response.updated_at } },
  ]);
  expect(response.updated_at).toBeGreaterThan(mira.updated_at);
});

test('metadata that a user may write is merged, and private metadata is never sent to the page', async () => {
  const given = { unsafe_metadata: JSON.stringify({ theme: 'dark' }) };
  const { response } = await ask('POST', '/v1/me/metadata?_method=PATCH', given);
  expect(response.unsafe_metadata).toEqual({ theme: 'dark' });
  expect(response).not.toHaveProperty('private_metadata');
  expect(sent[0]!.data).toHaveProperty('private_metadata');
});

test('a wrong code does not verify an address and sends no event', async () => {
  const { response } = await ask('POST', '/v1/client/sign_ups', { email_address: 'n@example.com' });
  const path = `/v1/client/sign_ups/${response.id}/attempt_verification`;
  const refused = await ask('POST', path, { code: '000000' });
  expect(refused.errors).toMatchObject([{ code: 'form_code_incorrect' }]);
  expect(directory.all).toEqual([mira]);
  expect(sent).toEqual([]);
});

test('an address without @ is refused and changes nothing', async () => {
  const refused = await ask('POST', '/v1/me/email_addresses/', { email_address: 'mira' });
  expect(refused.errors).toMatchObject([{ message: 'An email address has an @ in it.' }]);
  expect(directory.signedIn).toEqual(mira);
  expect(sent).toEqual([]);
});

test('a user who has deleted the account has no session, and every request is refused', async () => {
  await ask('POST', '/v1/me?_method=DELETE');
  expect((await ask('GET', '/v1/client')).response.sessions).toEqual([]);
  expect((await ask('GET', '/v1/me')).errors).toMatchObject([{ code: 'authentication_invalid' }]);
});

test('webhooks can be sent in exactly three ways', async () => {
  expect(await ask('POST', '/demo/webhooks', JSON.stringify({ mode: 'lost' }))).toEqual({
    mode: 'lost',
    kept: 0,
  });
  const refused = await ask('POST', '/demo/webhooks', JSON.stringify({ mode: 'twice' }));
  expect(refused.errors).toMatchObject([{ message: expect.stringContaining('not twice') }]);
  expect(await ask('GET', '/demo/webhooks')).toMatchObject({ mode: 'lost' });
});

test.each([
  ['a page of another origin', { origin: 'https://example.com' }],
  ['an extension', { origin: 'chrome-extension://abcdefgh' }],
])('a request from %s is refused', async (_who, headers) => {
  const response = await fetch(`${clerk.url}/v1/me`, { headers });
  expect(response.status).toBe(403);
});

test('events are sent only for a request with the control token', async () => {
  const wish = JSON.stringify({ type: 'user.updated', set: { first_name: 'Nova' } });
  expect(await ask('POST', '/demo/events', wish)).toMatchObject({ errors: [expect.anything()] });
  expect(sent).toEqual([]);
  const answer = await ask('POST', '/demo/events', wish, { authorization: `Bearer ${TOKEN}` });
  expect(answer).toEqual({ who: 'Nova Holm', outcome: 'applied', reason: null, status: 200 });
});

async function sessionPath(): Promise<string> {
  const { response } = await ask('GET', '/v1/client');
  return `/v1/client/sessions/${response.sessions[0].id}`;
}

/** @param body The fields of a form, or JSON text. */
async function ask(
  method: string,
  path: string,
  body?: Record<string, string> | string,
  headers = {},
): Promise<any> {
  const text = typeof body === 'object' ? new URLSearchParams(body).toString() : body;
  const response = await fetch(`${clerk.url}${path}`, { method, headers, body: text ?? null });
  return await response.json();
}
