import { ConvexClient, ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../local/deployment.ts';
import { eventually } from '../fixtures/eventually.ts';
import { startIssuer, type Issuer } from '../fixtures/issuer.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const whoAmI = fn<'query', Record<string, never>, { subject: string } | null>('messages:whoAmI');

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

function signIn(fetchToken: () => Promise<string | null>) {
  const client = new ConvexClient(deployment.url, { unsavedChangesWarning: false, logger: false });
  const signedIn: boolean[] = [];
  const users: (string | undefined)[] = [];
  client.setAuth(fetchToken, (isAuthenticated) => signedIn.push(isAuthenticated));
  client.onUpdate(whoAmI, {}, (user) => users.push(user?.subject));
  return { client, signedIn, users };
}

test('a signed-in client is who its token says', async () => {
  const { client, signedIn, users } = signIn(() => issuer.token());
  await eventually(() => expect(users).toEqual(['user_ada']));
  expect(signedIn).toEqual([true]);
  await client.close();
});

test('signing in as somebody else and out changes what subscriptions see', async () => {
  const { client, users } = signIn(() => issuer.token());
  await eventually(() => expect(users).toEqual(['user_ada']));
  const token = await issuer.token({ sub: 'user_grace' });
  let fetched = 0;
  client.setAuth(async () => {
    fetched += 1;
    return token;
  });
  // The client asks a second time once the first token is confirmed, and would undo a sign-out before.
  await eventually(() => expect([users.at(-1), fetched]).toEqual(['user_grace', 2]));
  client.client.clearAuth();
  await eventually(() => expect(users.at(-1)).toBeUndefined());
  await client.close();
});

test('a client whose token is refused is not signed in', async () => {
  const { client, signedIn, users } = signIn(() => issuer.token({ aud: 'another' }));
  await eventually(() => expect(signedIn).toEqual([false]));
  await eventually(() => expect(users).toEqual([undefined]));
  await client.close();
});

test('a client whose token expires fetches another', async () => {
  let fetched = 0;
  const { client, users } = signIn(async () => {
    fetched += 1;
    // Two seconds are too short for the client to plan a refresh, so the server has to tell.
    return await issuer.token({ sub: `user_${fetched}` }, fetched <= 2 ? 2 : 3600);
  });
  await eventually(() => expect(users.at(-1)).toMatch(/^user_[3-9]$/));
  await client.close();
});

test('the HTTP client sends its token with each call', async () => {
  const http = new ConvexHttpClient(deployment.url, { logger: false });
  expect(await http.query(whoAmI, {})).toBeNull();
  http.setAuth(await issuer.token());
  expect(await http.query(whoAmI, {})).toMatchObject({ subject: 'user_ada' });
  http.setAuth(await issuer.token({}, -10));
  await expect(http.query(whoAmI, {})).rejects.toThrow(/Token expired/);
});
