/** Selecting rows by their checkboxes, comparing two, and the menus of a right click. */
import { expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { shownRows } from '../../../fixtures/browser/panel.tsx';
import { showThreeEvents } from '../threeEvents.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const item = (name: string | RegExp) => page.getByRole('menuitem', { name });

showThreeEvents(backend);

test("a row's checkbox selects it without opening it, and two selected rows can be compared", async () => {
  const boxOf = (name: RegExp) => row(name).getByRole('checkbox', { name: 'Select' });
  await row(/user.created/).hover();
  await boxOf(/user.created/).click();
  await expect.element(page.getByText('1 selected')).toBeVisible();
  await expect
    .element(page.getByRole('complementary', { name: 'Inspector' }))
    .not.toBeInTheDocument();
  const compare = page.getByRole('button', { name: 'Compare' });
  await expect.element(compare).not.toBeInTheDocument();
  await row(/user.updated/).hover();
  await boxOf(/user.updated/).click();
  await expect.element(page.getByText('2 selected')).toBeVisible();
  await expectAccessibleInBothThemes();
  await compare.click();
  await expect
    .element(page.getByRole('tab', { name: 'Diff' }))
    .toHaveAttribute('aria-selected', 'true');
});

test('the menu of a row filters by its type', async () => {
  await row(/session.created/).click({ button: 'right' });
  await expect.element(item('Open Enter')).toBeVisible();
  await expectAccessibleInBothThemes();
  await item('Hide session.created').click();
  await expect.element(filter).toHaveValue('-type:session.created');
  await expect.poll(() => shownRows().length).toBe(2);
  await row(/user.updated/).click({ button: 'right' });
  await item('Show only user.updated').click();
  await expect.poll(shownRows).toEqual([expect.stringMatching(/user\.updated/)]);
});

test('the menu of a row adds to the filter as it is written', async () => {
  await commands.runAsAdmin(backend.url, 'webhookAdmin:markDeploy', { name: 'v1.4' });
  await filter.fill('before:deploy');
  await row(/session.created/).click({ button: 'right' });
  await item('Hide session.created').click();
  await expect.element(filter).toHaveValue('before:deploy -type:session.created');
});

test('the menu of a column hides it, and the menu of another column shows it again', async () => {
  const header = (name: string) => grid.getByRole('columnheader', { name, exact: true });
  await header('Latency').click({ button: 'right' });
  await item('Hide Latency').click();
  await expect.element(header('Latency')).not.toBeInTheDocument();
  await header('Type').click({ button: 'right' });
  await item('Show Latency').click();
  await expect.element(header('Latency')).toBeVisible();
});

test('the grid has no focus ring until keys are used', async () => {
  const ring = () =>
    getComputedStyle(grid.element().parentElement!.closest('.relative')!, '::after').outlineStyle;
  await expect.element(grid).toHaveFocus();
  expect(ring()).toBe('none');
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(ring).toBe('solid');
});
