import { beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = page.getByRole('dialog');
const grid = page.getByRole('grid', { name: 'Webhook events' });

beforeAll(async () => {
  await deliver(backend, userCreated({ id: 'user_2ada' }));
});

test.each([
  ['Views', 'Save this filter…'],
  ['Deployment acme-dev', 'Connect another deployment…'],
  ['Bulk re-dispatch', 'Re-dispatch failed since…'],
])('after a dialog of the menu “%s” closes, its button has the focus', async (menu, item) => {
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('user.created');
  await expect.element(button(menu)).toBeVisible();
  (button(menu).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('menuitem', { name: item })).toBeVisible();
  await page.getByRole('menuitem', { name: item }).click();
  await expect.element(dialog).toBeVisible();
  await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(button(menu)).toHaveFocus();
});

test('after a dialog closes whose button has gone, the events have the focus', async () => {
  await openPanel([deploymentOf(backend)]);
  await grid.getByRole('row', { name: /user.created/ }).click();
  await button('Preview re-dispatch').click();
  await dialog.getByRole('button', { name: 'Re-dispatch', exact: true }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(grid.getByRole('button', { name: '2 rows of this event' })).toBeVisible();
  await expect.element(grid).toHaveFocus();
});
