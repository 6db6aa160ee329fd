import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated, userUpdated, withEmail } from '../../fixtures/clerkEvents.ts';
import { deploymentOf, openPanel } from '../../fixtures/panel.tsx';

const PEOPLE = 130;

/** A person whose id and address begin with a number of three digits. */
function person(n: number) {
  const digits = String(n).padStart(3, '0');
  return { id: `user_${digits}`, last_name: digits, ...withEmail(`${digits}@example.com`) };
}

let backend: StartedBackend;

beforeAll(async () => {
  backend = await commands.startBackend();
  const created = Array.from({ length: PEOPLE }, (_, n) => userCreated(person(n)));
  await commands.deliver(
    backend.url,
    created.map((event) => ({ body: JSON.stringify(event) })),
  );
});
afterAll(() => commands.stopBackend(backend.url));

const grid = page.getByRole('grid', { name: 'Users', exact: true });
const row = (text: string) => grid.getByRole('row').filter({ hasText: text });
const search = page.getByRole('searchbox', { name: 'Search users' });
const count = (text: string) => page.getByText(text, { exact: true });

async function openUsers(accessKey = backend.accessKey) {
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await expect.element(row('user_129')).toBeVisible();
}

test('users stand newest first, and more load as one comes near the end', async () => {
  await openUsers();
  await expect.element(count('100+ users')).toBeVisible();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect.element(count('130 users')).toBeVisible();
  await userEvent.keyboard('{End}');
  await expect.element(row('user_000')).toBeVisible();
});

test('a new user and a change of a user appear by themselves', async () => {
  await openUsers();
  const events = [
    userCreated({ id: 'user_new', first_name: 'Grace', ...withEmail('grace@example.com') }),
    userUpdated({ ...person(128), first_name: 'Augusta' }),
  ];
  await commands.deliver(
    backend.url,
    events.map((event) => ({ body: JSON.stringify(event) })),
  );
  await expect.element(row('user_new')).toMatchTextContent(/^Grace Lovelacegrace@example\.com/);
  await expect.element(row('user_128')).toMatchTextContent(/^Augusta 128/);
});

test('users are found by the start of their id or e-mail', async () => {
  await openUsers();
  await search.fill('user_00');
  await expect.element(count('10 users')).toBeVisible();
  await search.fill('042@');
  await expect.element(count('1 user')).toBeVisible();
  await expect.element(row('user_042')).toBeVisible();
  await search.fill('nobody');
  await expect.element(page.getByText('No user begins with “nobody”')).toBeVisible();
});

test('a user opens by keyboard with its row and events, and leads to them in the timeline', async () => {
  await openUsers();
  await search.fill('user_042');
  await expect.element(row('user_042')).toBeVisible();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const user = page.getByRole('region', { name: 'User', exact: true });
  await expect.element(user.getByText('042@example.com').first()).toBeVisible();
  await expect
    .element(user.getByRole('heading', { level: 2 }).first())
    .toHaveTextContent('Ada 042 042@example.com');
  await expect.element(user.getByRole('button', { name: 'Copy id' })).toBeVisible();
  await expect.element(user.getByRole('slider')).toHaveAttribute('aria-valuetext', 'now');
  await user.getByRole('button', { name: 'Show events in timeline' }).click();
  await expect
    .element(page.getByRole('textbox', { name: 'Filter events' }))
    .toHaveValue('user:user_042');
});

test('2 goes to the grid of users, Enter opens one, and Escape closes it', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toHaveFocus();
  await userEvent.keyboard('2');
  await expect.element(grid).toHaveFocus();
  await expect.element(row('user_129')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  const user = page.getByRole('region', { name: 'User', exact: true });
  await expect.element(user).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(user).not.toBeInTheDocument();
  await expect.element(grid).toHaveFocus();
});

test('an event of a user’s history opens in the inspector', async () => {
  await openUsers();
  await row('user_129').click();
  await page.getByRole('button', { name: /^Open user\.created,/ }).click();
  await expect
    .element(
      page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { level: 2 }),
    )
    .toMatchTextContent('Added Ada 129.');
});

test('a viewer sees names and addresses masked', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openUsers(accessKey);
  await expect.element(row('user_129')).toMatchTextContent(/^••• masked••• maskeduser_129/);
});

test.each(['light', 'dark'])('axe finds nothing in the users view in %s', async (theme) => {
  document.documentElement.dataset.theme = theme;
  await openUsers();
  await expectAccessible();
  await row('user_129').click();
  await expect.element(page.getByRole('slider')).toBeVisible();
  await expectAccessible();
  delete document.documentElement.dataset.theme;
});
