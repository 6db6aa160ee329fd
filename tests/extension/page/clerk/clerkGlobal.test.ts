/** The expression that reads `window.Clerk`, run in separate realms with hostile pages. */
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { clerkUserIn, READ_CLERK_USER } from '../../../../extension/page/clerk/clerkGlobal.ts';

const AT = Date.UTC(2026, 10, 22, 12);
const USER = `{
  id: 'user_2ada', updatedAt: new Date(${AT}), firstName: 'Mira', lastName: 'Holm', username: null,
  imageUrl: 'https://img.example.com/1', externalId: null, primaryEmailAddressId: 'idn_2',
  emailAddresses: [
    { id: 'idn_1', emailAddress: 'old@example.com' }, { id: 'idn_2', emailAddress: 'mira@example.com' },
  ],
  publicMetadata: { plan: 'secret' }, phoneNumbers: [{ phoneNumber: '+15550100' }],
}`;

/**
 * What the panel reads from a page in which `code` has run. As in DevTools, only JSON is passed.
 */
function read(code: string) {
  const context = createContext({});
  runInContext(`var window = globalThis; ${code}`, context);
  const value: unknown = runInContext(READ_CLERK_USER, context);
  return clerkUserIn(value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
}

test('of the signed-in user the compared fields and the primary address are read, and nothing else', () => {
  expect(read(`window.Clerk = { loaded: true, user: ${USER} };`)).toEqual({
    id: 'user_2ada',
    updated_at: AT,
    fields: {
      email: 'mira@example.com',
      first_name: 'Mira',
      last_name: 'Holm',
      image_url: 'https://img.example.com/1',
    },
  });
});

test('a page without a signed-in user is read as nobody', () => {
  expect(read('window.Clerk = { loaded: true, user: null };')).toBeNull();
});

test.each([
  ['no Clerk', ''],
  ['a Clerk that is loading', 'window.Clerk = { loaded: false };'],
  ['an element called Clerk', 'window.Clerk = "Clerk";'],
  [
    'a getter that throws',
    'Object.defineProperty(window, "Clerk", { get() { throw new Error("no"); } });',
  ],
  ['a user whose getter throws', 'window.Clerk = { loaded: true, get user() { throw 1; } };'],
  ['a Proxy that answers anything', 'window.Clerk = new Proxy({}, { get: () => window.Clerk });'],
  [
    'an id that is filter syntax',
    `window.Clerk = { loaded: true, user: { ...${USER}, id: 'user_1 -x' } };`,
  ],
  ['an id that is HTML', `window.Clerk = { loaded: true, user: { ...${USER}, id: '<b>' } };`],
  [
    'a version that is not a time',
    `window.Clerk = { loaded: true, user: { ...${USER}, updatedAt: 'now' } };`,
  ],
  [
    'a version that throws',
    `window.Clerk = { loaded: true, user: { ...${USER}, updatedAt: { valueOf() { throw 1; } } } };`,
  ],
])('nobody is read from %s', (_, code) => {
  expect(read(code)).toBeUndefined();
});

test('patched prototypes change nothing', () => {
  const patched = `
    for (const name of ['slice', 'substring', 'toString', 'at']) String.prototype[name] = () => 'evil';
    Array.prototype.find = Array.prototype.map = () => 'evil';
    Array.prototype[Symbol.iterator] = function* () { yield 'evil'; };
    Object.prototype.then = () => {};`;
  expect(read(`window.Clerk = { loaded: true, user: ${USER} }; ${patched}`)).toMatchObject({
    id: 'user_2ada',
    fields: { first_name: 'Mira', email: 'mira@example.com' },
  });
});

test('a name of 50 MB and a million addresses are cut in the page', () => {
  const user = read(`
    const many = Array.from({ length: 1e6 }, () => ({ id: 'idn_2', emailAddress: 'x'.repeat(1000) }));
    window.Clerk = { loaded: true, user: { ...${USER}, firstName: 'x'.repeat(5e7), emailAddresses: many } };`);
  expect(user?.fields.first_name?.length).toBe(300);
  expect(user?.fields.email?.length).toBe(300);
});

test.each([
  null,
  undefined,
  'user_1',
  {},
  [],
  ['user_1'],
  Array(8).fill({}),
  Array(8).fill('user_1'),
])('a forged value %j is nobody, or not understood', (value) => {
  expect(clerkUserIn(value) ?? null).toBeNull();
});
