/** What is read from Clerk's answers, even if a page forges them. */
import { expect, test } from 'vitest';
import { clerkCallOf, type ClerkCall } from '../../../../extension/page/clerk/clerkCall.ts';
import { readAnswer } from '../../../../extension/page/clerk/clerkAnswer.ts';
import { clerkClient, clerkRequest, clerkUser } from '../fakePage.ts';

const AT = Date.UTC(2026, 10, 22, 12);
const call = (method: string, path: string): ClerkCall =>
  clerkCallOf(clerkRequest({ method, path, from: AT, body: null }))!;
const read = (of: ClerkCall, body: unknown) => readAnswer(of, JSON.stringify(body));
const patchMe = call('PATCH', 'me');
const getClient = call('GET', 'client');

test('the answer to an update has its user and who is signed in', () => {
  const answer = read(patchMe, {
    response: clerkUser('user_1', AT),
    client: clerkClient(clerkUser('user_1', AT + 1)),
  });
  expect(answer).toMatchObject({
    own: {
      id: 'user_1',
      updated_at: AT,
      fields: { first_name: 'Mira', email: 'mira@example.com' },
    },
    active: { id: 'user_1', updated_at: AT + 1 },
  });
});

test('only the compared fields of a user are kept', () => {
  const user = clerkUser('user_1', AT, {
    phone_numbers: [{ phone_number: '+15550100' }],
    public_metadata: { plan: 'pro' },
    totp_enabled: true,
  });
  const sessions = [{ ...clerkClient(user).sessions[0], last_active_token: { jwt: 'eyJsecret' } }];
  const answer = read(getClient, { response: { ...clerkClient(user), sessions }, client: null });
  const kept = JSON.stringify(answer);
  for (const other of ['eyJ', '+1555', 'pro', 'totp', 'sess_']) expect(kept).not.toContain(other);
});

test('nobody is signed in without a client, and after the last session ended', () => {
  expect(read(getClient, { response: null, client: null })?.active).toBeNull();
  const signOut = call('DELETE', 'client/sessions');
  expect(read(signOut, { response: clerkClient(null), client: null })?.active).toBeNull();
});

test('an answer without a client does not say who is signed in', () => {
  expect(
    read(patchMe, { response: clerkUser('user_1', AT), client: null })?.active,
  ).toBeUndefined();
});

test('the active session is the one that was active last', () => {
  const client = {
    ...clerkClient(null),
    sessions: [
      { id: 'sess_0', status: 'active', user: clerkUser('user_other', AT) },
      { id: 'sess_1', status: 'active', user: clerkUser('user_1', AT) },
    ],
  };
  expect(read(getClient, { response: client })?.active?.id).toBe('user_1');
});

test('the answers to a delete and a sign-up name the user', () => {
  const gone = {
    response: { object: 'user', id: 'user_1', deleted: true },
    client: clerkClient(null),
  };
  expect(read(call('DELETE', 'me'), gone)).toMatchObject({ deletedId: 'user_1', active: null });
  const born = { response: { object: 'sign_up_attempt', created_user_id: 'user_2' }, client: null };
  expect(read(call('POST', 'client/sign_ups'), born)).toMatchObject({ createdId: 'user_2' });
});

test('the answer to a sign-up that created nobody has no user', () => {
  const begun = { response: { object: 'sign_up_attempt', created_user_id: null }, client: null };
  expect(read(call('POST', 'client/sign_ups'), begun)).toBeNull();
});

test.each([
  ['not JSON', '<html>'],
  ['empty', ''],
  ['null', 'null'],
  ['an array', '[[[[]]]]'],
  ['a user whose id is filter syntax', { response: clerkUser('user_1 -outcome:failed', AT) }],
  ['a user whose id is HTML', { response: clerkUser('<img src=x onerror=alert(1)>', AT) }],
  ['a user whose id is endless', { response: clerkUser(`user_${'a'.repeat(1e5)}`, AT) }],
  ['a user without a version', { response: { ...clerkUser('user_1', AT), updated_at: undefined } }],
  ['a version that is text', { response: { ...clerkUser('user_1', AT), updated_at: String(AT) } }],
  ['a version that is not a time', { response: clerkUser('user_1', 1e300) }],
  ['sessions that are not a list', { response: { object: 'client', sessions: 'all' } }],
  ['a response that is a text', { response: 'user_1' }],
])('nobody is read from %s', (_, body) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  expect(readAnswer(patchMe, text)).toBeNull();
});

test('a body of 50 MB is not parsed', () => {
  const body = JSON.stringify({
    response: clerkUser('user_1', AT, { first_name: 'x'.repeat(5e7) }),
  });
  expect(readAnswer(patchMe, body)).toBeNull();
});

test('nesting a hundred thousand levels deep does no harm', () => {
  const deep = '['.repeat(1e5) + ']'.repeat(1e5);
  expect(readAnswer(patchMe, `{"response":{"object":"user","id":${deep}}}`)).toBeNull();
});

test('a long name is cut, and of two hundred sessions twenty are read', () => {
  const user = clerkUser('user_1', AT, { first_name: 'x'.repeat(100_000) });
  const cut = read(patchMe, { response: user });
  expect(cut!.own!.fields.first_name!.length).toBeLessThanOrEqual(1_000);
  const sessions = Array.from({ length: 200 }, (_, at) => ({
    user: clerkUser(`user_${at}`, AT),
  }));
  expect(read(getClient, { response: { object: 'client', sessions } })!.signedIn).toHaveLength(20);
});

test('__proto__ in an answer changes nothing', () => {
  readAnswer(
    patchMe,
    '{"response":{"__proto__":{"polluted":1},"object":"user"},"__proto__":{"polluted":1}}',
  );
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
