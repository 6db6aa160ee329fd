import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated, withEmail } from '../../fixtures/data/clerkEvents.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const PEOPLE = 130;

/** A person whose id and address begin with a number of three digits. */
function person(n: number) {
  const digits = String(n).padStart(3, '0');
  return { id: `user_${digits}`, last_name: digits, ...withEmail(`${digits}@example.com`) };
}

const backend = ownBackend();

beforeAll(async () => {
  const created = Array.from({ length: PEOPLE }, (_, n) => userCreated(person(n)));
  await commands.deliver(
    backend.url,
    created.map((event) => ({ body: JSON.stringify(event) })),
  );
});

const grid = page.getByRole('grid', { name: 'Users', exact: true });
const row = (text: string) => grid.getByRole('row').filter({ hasText: text });
const search = page.getByRole('searchbox', { name: 'Search users' });
const count = (text: string) => page.getByText(text, { exact: true });

async function openUsers(accessKey = backend.accessKey) {
  await openPanel([deploymentOf({ ...backend, accessKey })]);
  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await expect.element(row('user_129')).toBeVisible();
}

test('users are listed newest first, and more are loaded near the end of the list', async () => {
  await openUsers();
  await expect.element(count('100+ users')).toBeVisible();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  await expect.element(count('130 users')).toBeVisible();
  await userEvent.keyboard('{End}');
  await expect.element(row('user_000')).toBeVisible();
});

test('a new user and a change of a user appear without a reload', async () => {
  await openUsers();
  const events = [
    userCreated({ id: 'user_new', first_name: 'Grace', ...withEmail('grace@example.com') }),
    userUpdated({ ...person(128), first_name: 'Augusta' }),
  ];
  await commands.deliver(
    backend.url,
    events.map((event) => ({ body: JSON.stringify(event) })),
  );
  await expect.element(row('user_new')).toMatchTextContent(/Grace/);
  await expect.element(row('user_128')).toMatchTextContent(/Augusta/);
});

test('users are found by the start of their id, email or name, in lower case too', async () => {
  await openUsers();
  await search.fill('user_00');
  await expect.element(count('10 users')).toBeVisible();
  await search.fill('042@');
  await expect.element(count('1 user')).toBeVisible();
  await expect.element(row('user_042')).toBeVisible();
  await search.fill('grace');
  await expect.element(count('1 user')).toBeVisible();
  await expect.element(row('user_new')).toBeVisible();
  await search.fill('042');
  await expect.element(count('1 user')).toBeVisible();
  await search.fill('042 ada');
  await expect.element(count('1 user')).toBeVisible();
  await expect.element(row('user_042')).toBeVisible();
  await search.fill('nobody');
  await expect.element(page.getByText('No users match “nobody”')).toBeVisible();
});

test('the first click on a column sorts by it, the second reverses the order, the third ends it', async () => {
  await openUsers();
  await search.fill('user_00');
  await expect.element(count('10 users')).toBeVisible();
  const shownIds = () =>
    grid
      .getByRole('row')
      .elements()
      .map((one) => one.textContent.match(/^user_\d{3}/)?.[0])
      .filter((id) => id !== undefined);
  const newestFirst = shownIds();
  expect(newestFirst[0]).toBe('user_009');
  const header = grid.getByRole('columnheader', { name: /^last_name/ });
  await header.getByRole('button').click();
  await expect.element(header).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(shownIds).toEqual(newestFirst.toReversed());
  await header.getByRole('button').click();
  await expect.element(header).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(shownIds).toEqual(newestFirst);
  await header.getByRole('button').click();
  await expect.element(header).not.toHaveAttribute('aria-sort');
});

test('a user opens with the keyboard, shows its row and events, and a button shows the events in the timeline', async () => {
  await openUsers();
  await search.fill('user_042');
  await expect.element(row('user_042')).toBeVisible();
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const user = page.getByRole('region', { name: 'User', exact: true });
  await expect.element(user.getByText('042@example.com').first()).toBeVisible();
  await expect
    .element(user.getByRole('heading', { level: 2 }).first())
    .toHaveTextContent('Ada 042');
  await expect.element(user.getByRole('button', { name: 'Copy id' })).toBeVisible();
  await expect.element(user.getByRole('status', { name: 'Verdict' })).toMatchTextContent(/In step/);
  await user.getByRole('button', { name: 'Show events in timeline' }).click();
  await expect
    .element(page.getByRole('textbox', { name: 'Filter events' }))
    .toHaveValue('user:user_042');
});

test('the key 2 goes to the grid of users, Enter opens a user, and Escape closes it', async () => {
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

test('the grid of users has a focus ring when it is reached by keyboard, and none when it is clicked', async () => {
  const ring = () => getComputedStyle(grid.element().parentElement!, '::after').outlineStyle;
  await openUsers();
  await row('user_128').click();
  await expect.element(grid).toHaveFocus();
  expect(ring()).toBe('none');
  await search.click();
  while (document.activeElement !== grid.element()) await userEvent.tab();
  expect(ring()).toBe('solid');
  await search.click();
  await row('user_127').click();
  await expect.element(grid).toHaveFocus();
  expect(ring()).toBe('none');
});

test('an event of a user’s history opens in the inspector', async () => {
  await openUsers();
  await row('user_129').click();
  await page.getByRole('button', { name: /^Open user\.created,/ }).click();
  await expect
    .element(
      page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { level: 2 }),
    )
    .toMatchTextContent('Added Ada 129 to users.');
});

test('a viewer sees names and addresses masked', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await openUsers(accessKey);
  await expect.element(row('user_129')).toMatchTextContent(/^user_129••• masked••• masked/);
});

test('axe finds nothing in the users view in light and in dark', async () => {
  await openUsers();
  await expectAccessibleInBothThemes();
  await row('user_129').click();
  await expect.element(page.getByRole('region', { name: 'The row’s history' })).toBeVisible();
  await expectAccessibleInBothThemes();
});
