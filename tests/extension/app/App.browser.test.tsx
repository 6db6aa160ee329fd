import { beforeAll, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();

const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

beforeAll(async () => {
  await deliver(backend, userCreated(), userUpdated({ last_name: 'King' }));
});

test('a panel that is opened again has the same filter, selection and view', async () => {
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
