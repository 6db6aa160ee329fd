import { beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const status = page.getByRole('status', { name: 'Connection' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const trigger = page.getByRole('button', { name: 'Deployment first' });
const item = page.getByRole('menuitem', { name: /^Change name/ });

beforeAll(async () => {
  await deliver(backend, userCreated());
});

/** Does something while the panel is still connecting, then lets the deployment answer. */
async function whileConnecting(act: () => Promise<void>): Promise<void> {
  await commands.freezeBackend(backend.url);
  try {
    await openPanel([deploymentOf(backend, 'first')]);
    await expect.element(page.getByText(`Connecting to ${backend.url}…`)).toBeVisible();
    await act();
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(status).toMatchTextContent(/live/);
  await expect.element(grid.getByRole('row', { name: /user.created/ })).toBeVisible();
}

test('a menu that is opened while the panel is connecting stays open, and can be used', async () => {
  await whileConnecting(async () => {
    await trigger.click();
    await expect.element(item).toBeVisible();
  });
  await expect.element(item).toBeVisible();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('menuitem').first()).toHaveFocus();
  await item.click();
  await expect.element(page.getByRole('dialog', { name: 'Change first' })).toBeVisible();
});

test('the grid takes the focus as soon as it appears', async () => {
  await whileConnecting(async () => {});
  await expect.element(grid).toHaveFocus();
});
