/** Clerk's own SDK on the demo page, against the stand-in for Clerk. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClerkUser } from '../../local/demo/traffic/clerkUser.ts';
import { openClerkPage, type ClerkPage } from './clerkPage.ts';
import type { DemoApp } from './demoApp.ts';

let demo: ClerkPage;
let app: DemoApp;

beforeEach(async () => {
  demo = await openClerkPage();
  ({ app } = demo);
  await expect.poll(() => app.said()).toBe('Signed in as Mira Holm.');
});

afterEach(() => demo?.close());

const types = () => demo.sent.map(({ type }) => type);

test('the page talks only to this machine, although it does not look automated', async () => {
  await app.submit('profile', { lastName: 'Vale' });
  await expect.poll(types).toEqual(['user.updated']);
  const token = await app.page.evaluate(`Clerk.session.getToken({ template: 'convex' })`);
  expect(token).toEqual(expect.any(String));
  expect(await app.page.evaluate(() => navigator.webdriver)).toBe(false);
  expect([...demo.hosts]).toEqual(['127.0.0.1']);
});

test('Save changes the name at Clerk, whose webhook carries the updated_at that the page got', async () => {
  await app.submit('profile', { firstName: 'Mirabel', username: 'mira' });
  await expect.poll(() => app.said()).toMatch(/^Saved/);
  const updatedAt = await app.page.evaluate(`Clerk.user.updatedAt.getTime()`);
  expect(demo.sent).toMatchObject([
    {
      type: 'user.updated',
      data: { first_name: 'Mirabel', username: 'mira', updated_at: updatedAt },
    },
  ]);
});

test('Change email verifies the new address, makes it the primary one and removes the old', async () => {
  await app.submit('email', { email: 'vale@example.com' }, '[name=change]');
  await expect.poll(() => app.said()).toBe('Changed your email to vale@example.com.');
  expect(types()).toEqual(Array(4).fill('user.updated'));
  expect(demo.sent.map(({ data }) => addressesOf(data as ClerkUser))).toEqual([
    ['mira@example.com (primary)', 'vale@example.com (unverified)'],
    ['mira@example.com (primary)', 'vale@example.com'],
    ['mira@example.com', 'vale@example.com (primary)'],
    ['vale@example.com (primary)'],
  ]);
});

test('Add email leaves the primary address as it is', async () => {
  await app.submit('email', { email: 'second@example.com' }, '[name=add]');
  await expect.poll(() => app.said()).toBe('Added second@example.com.');
  expect(addressesOf(demo.sent.at(-1)!.data as ClerkUser)).toEqual([
    'mira@example.com (primary)',
    'second@example.com',
  ]);
});

test('signing out and in as somebody else ends one session and begins another', async () => {
  await app.press('#sign-out');
  await expect.poll(() => app.said()).toBe('Signed out.');
  await app.page.waitForSelector('#sign-in option[value="ivo@example.com"]');
  await app.page.select('#sign-in select', 'ivo@example.com');
  await app.submit('sign-in', {});
  await expect.poll(() => app.said()).toBe('Signed in as Ivo Junip.');
  expect(types()).toEqual(['session.removed', 'session.created']);

  await app.submit('profile', { lastName: 'Brook' });
  await expect.poll(() => demo.sent.at(-1)!.data['last_name']).toBe('Brook');
});

test('a sign-up creates the account once its email is verified, and signs it in', async () => {
  await app.press('#sign-out');
  await app.submit('sign-up', { emailAddress: 'nova@example.com' });
  await expect.poll(() => app.said()).toBe('Signed up as Nova Quill.');
  expect(types()).toEqual(['session.removed', 'user.created', 'session.created']);
  const id = await app.page.evaluate(`Clerk.user.id`);
  expect(demo.sent[1]!.data['id']).toBe(id);
});

test('deleting the account sends user.deleted and leaves nobody signed in', async () => {
  await app.press('#delete');
  await expect.poll(() => app.said()).toBe('Deleted your account.');
  expect(types()).toEqual(['user.deleted']);
  await app.page.waitForSelector('#signed-out', { visible: true });
});

test('webhooks that were kept back are sent in order once they may arrive', async () => {
  await app.webhooks('kept back');
  for (const [lastName, waiting] of [
    ['Vale', '(1 waiting)'],
    ['Brook', '(2 waiting)'],
  ] as const) {
    await app.submit('profile', { lastName });
    await expect.poll(() => app.page.$eval('#kept', (kept) => kept.textContent)).toBe(waiting);
  }
  expect(types()).toEqual([]);
  await app.webhooks('at once');
  await expect
    .poll(() => demo.sent.map(({ data }) => data['last_name']))
    .toEqual(['Vale', 'Brook']);
});

test('webhooks that get lost are never sent', async () => {
  await app.webhooks('lost');
  await app.submit('profile', { lastName: 'Lost' });
  await expect.poll(() => app.said()).toMatch(/^Saved/);
  await app.webhooks('at once');
  await app.submit('profile', { lastName: 'Found' });
  await expect.poll(() => demo.sent.map(({ data }) => data['last_name'])).toEqual(['Found']);
});

test('the page shows the SDK’s message about a request that Clerk refuses', async () => {
  await app.page.evaluate(`document.querySelector('#email [name=email]').type = 'text'`);
  await app.submit('email', { email: 'no address' }, '[name=add]');
  await expect.poll(() => app.said()).toMatch(/^Not done\. .*An email address has an @ in it\./);
});

function addressesOf({ email_addresses, primary_email_address_id }: ClerkUser): string[] {
  return email_addresses.map(({ id, email_address, verification }) => {
    if (id === primary_email_address_id) return `${email_address} (primary)`;
    return verification.status === 'verified' ? email_address : `${email_address} (unverified)`;
  });
}
