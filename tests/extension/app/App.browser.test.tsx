import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;

const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }));
});
afterAll(() => commands.stopBackend(backend.url));

test('filter, selection and view are as they were when the panel is opened again', async () => {
  const first = await openPanel([deploymentOf(backend)]);
  await filter.fill('user:user_2ada');
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await first.unmount();
  const second = await openPanel([deploymentOf(backend)]);
  await expect.element(filter).toHaveValue('user:user_2ada');
  await expect
    .element(grid.getByRole('row', { name: /user.updated/ }))
    .toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Users' }).click();
  await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
  await second.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByRole('grid', { name: 'Users' })).toBeVisible();
});
