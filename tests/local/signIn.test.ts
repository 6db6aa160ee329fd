import { ConvexClient, ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { expect, test } from 'vitest';
import { eventually } from '../fixtures/eventually.ts';
import { ownDeployment } from './ownDeployment.ts';

const whoAmI = fn<'query', Record<string, never>, { subject: string } | null>('messages:whoAmI');

const own = ownDeployment();

function signIn(fetchToken: () => Promise<string | null>) {
  const client = new ConvexClient(own.deployment.url, {
    unsavedChangesWarning: false,
    logger: false,
  });
  const signedIn: boolean[] = [];
  const users: (string | undefined)[] = [];
  client.setAuth(fetchToken, (isAuthenticated) => signedIn.push(isAuthenticated));
  client.onUpdate(whoAmI, {}, (user) => users.push(user?.subject));
  return { client, signedIn, users };
}

test('a signed-in client is the user of its token', async () => {
  const { client, signedIn, users } = signIn(() => own.issuer.token());
  await eventually(() => expect(users).toEqual(['user_ada']));
  expect(signedIn).toEqual([true]);
  await client.close();
});

test('signing in as another user, then out, changes the results of subscriptions', async () => {
  const { client, users } = signIn(() => own.issuer.token());
  await eventually(() => expect(users).toEqual(['user_ada']));
  const token = await own.issuer.token({ sub: 'user_grace' });
  let fetched = 0;
  client.setAuth(async () => {
    fetched += 1;
    return token;
  });
  // The client fetches a second token once the first is confirmed, which would undo an earlier
  // sign-out.
  await eventually(() => expect([users.at(-1), fetched]).toEqual(['user_grace', 2]));
  client.client.clearAuth();
  await eventually(() => expect(users.at(-1)).toBeUndefined());
  await client.close();
});

test('the pages of a query keep their borders when the client signs in', async () => {
  const client = new ConvexClient(own.deployment.url, {
    unsavedChangesWarning: false,
    logger: false,
  });
  const send = fn<'mutation', { channel: string; body: string }>('messages:send');
  const add = (body: string) => client.mutation(send, { channel: 'pages', body });
  for (let body = 0; body < 5; body += 1) await add(`${body}`);
  const pages = client.onPaginatedUpdate_experimental(
    fn<'query'>('messages:page') as never,
    { channel: 'pages' } as never,
    { initialNumItems: 2 },
    () => {},
  );
  type Pages = { results: { body: string }[]; loadMore: (count: number) => void };
  const current = () => pages.getCurrentValue() as Pages | undefined;
  const shown = () =>
    current()
      ?.results.map(({ body }) => body)
      .join(' ');
  await eventually(() => expect(shown()).toBe('4 3'));
  current()!.loadMore(2);
  await eventually(() => expect(shown()).toBe('4 3 2 1'));
  await add('5');
  await eventually(() => expect(shown()).toBe('5 4 3 2 1'));

  const users: (string | undefined)[] = [];
  client.onUpdate(whoAmI, {}, (user) => users.push(user?.subject));
  client.setAuth(() => own.issuer.token());
  await eventually(() => expect(users.at(-1)).toBe('user_ada'));
  expect(shown()).toBe('5 4 3 2 1');
  await client.close();
});

test('a client whose token is refused is not signed in', async () => {
  const { client, signedIn, users } = signIn(() => own.issuer.token({ aud: 'another' }));
  await eventually(() => expect(signedIn).toEqual([false]));
  await eventually(() => expect(users).toEqual([undefined]));
  await client.close();
});

test('a client whose token expires fetches another', async () => {
  let fetched = 0;
  const { client, users } = signIn(async () => {
    fetched += 1;
    // Two seconds are too short for the client to plan a refresh, so the server must report the
    // expiry.
    return await own.issuer.token({ sub: `user_${fetched}` }, fetched <= 2 ? 2 : 3600);
  });
  await eventually(() => expect(users.at(-1)).toMatch(/^user_[3-9]$/));
  await client.close();
});

test('the HTTP client sends its token with each call', async () => {
  const http = new ConvexHttpClient(own.deployment.url, { logger: false });
  expect(await http.query(whoAmI, {})).toBeNull();
  http.setAuth(await own.issuer.token());
  expect(await http.query(whoAmI, {})).toMatchObject({ subject: 'user_ada' });
  http.setAuth(await own.issuer.token({}, -10));
  await expect(http.query(whoAmI, {})).rejects.toThrow(/Token expired/);
});
