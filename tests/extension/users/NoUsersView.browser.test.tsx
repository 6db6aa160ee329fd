import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend({ app: 'tests/webhooks/scriptedApp/functions' });

test('for an app that names no table of users, neither a button nor a key opens a Users view', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByRole('button', { name: 'Timeline', exact: true })).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: 'Filter events' })).toBeVisible();
  await userEvent.keyboard('2');
  const users = page.getByRole('button', { name: 'Users', exact: true });
  await expect.element(users).not.toBeInTheDocument();
  await expect.element(page.getByRole('textbox', { name: 'Filter events' })).toBeVisible();
});
