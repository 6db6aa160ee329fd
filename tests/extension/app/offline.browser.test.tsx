import { expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const OFFLINE = 'Offline: this loads when the deployment answers again.';
const status = page.getByRole('status', { name: 'Connection' });
const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const alert = page.getByRole('alert');

test('views that wait for a deployment that is away say so, and nothing is sent when it is back', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: 'King', updated_at: NOON + 5_000 }),
  );
  await expect.poll(shownRows).toHaveLength(2);

  await commands.killBackend(backend.url);
  await expect.element(status).toMatchTextContent(/offline since/);
  await grid.getByRole('row', { name: /user.updated/ }).click();
  await expect.element(inspector).toHaveTextContent(OFFLINE);
  await userEvent.keyboard('r');
  await expect
    .element(alert)
    .toMatchTextContent(/^Not re-dispatched: user.updated of Ada King\. Not connected/);
  await page.getByRole('button', { name: 'Users', exact: true }).click();
  await expect.element(page.getByText(OFFLINE)).toBeVisible();

  await commands.restartBackend(backend.url);
  await expect.element(page.getByText('1 user', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Timeline', exact: true }).click();
  await expect.element(inspector).toMatchTextContent(/Changed/);
  await deliver(backend, userUpdated({ last_name: 'Last', updated_at: NOON + 9_000 }));
  await expect.element(grid.getByRole('row', { name: /Ada Last/ })).toBeVisible();
  expect(shownRows()).toHaveLength(3);
});
