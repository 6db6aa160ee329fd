/** "Re-dispatch everything shown" while something else than the filter hides events. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const row = (name: RegExp) =>
  page.getByRole('grid', { name: 'Webhook events' }).getByRole('row', { name });

const nameChanged = (first_name: string, after: number) =>
  userUpdated({ id: 'user_2ada', first_name, updated_at: NOON + after });

async function expectOneSelected() {
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
  const dialog = page.getByRole('dialog');
  await expect.element(dialog).toMatchTextContent(/1 selected delivery/);
  await expect
    .element(dialog.getByRole('button', { name: 'Re-dispatch 1 delivery' }))
    .toBeVisible();
  await userEvent.keyboard('{Escape}');
}

test('everything shown leaves out what Clear, Pause or a payload search hides', async () => {
  await deliver(backend, userCreated({ id: 'user_2ada' }), nameChanged('Hidden', 1_000));
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.updated');
  await expect.element(row(/Hidden/)).toBeVisible();

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await deliver(backend, nameChanged('Shown', 2_000));
  await expect.element(row(/Shown/)).toBeVisible();
  await expectOneSelected();

  await page.getByRole('button', { name: 'Pause' }).click();
  await deliver(backend, nameChanged('Waiting', 3_000));
  await expect.element(page.getByRole('button', { name: 'Resume (1 waiting)' })).toBeVisible();
  await expectOneSelected();

  await page.getByRole('button', { name: 'Resume (1 waiting)' }).click();
  await expect.element(row(/Waiting/)).toBeVisible();
  await page.getByRole('button', { name: /hidden: show them again$/ }).click();
  await expect.element(row(/Hidden/)).toBeVisible();
  await page.getByRole('button', { name: 'Search payloads' }).click();
  await page.getByRole('textbox', { name: 'Search payloads' }).fill('Waiting');
  await userEvent.keyboard('{Enter}');
  await expect.element(row(/Hidden/)).not.toBeInTheDocument();
  await expect.element(row(/Waiting/)).toBeVisible();
  await expectOneSelected();
});
