/** The bar and the count of a batch that has more deliveries than are counted before it starts. */
import { beforeAll, expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const dialog = page.getByRole('dialog');
const batch = dialog.getByRole('region', { name: 'Batch' });
const bar = batch.getByRole('progressbar', { name: 'Progress' });

beforeAll(async () => {
  await commands.storeDeliveries(backend.url, 1_100);
  // The batch stops after its first event, for as long as the test needs.
  await commands.setEnvironment(backend.url, { LOSE_STEPS: 'yes' });
});

test('a cancelled batch of more than 1,000 deliveries says how many it sent, and has no bar that seems to run', async () => {
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.updated');
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
  await dialog
    .getByRole('button', { name: /^Re-dispatch (more than )?[\d,]+ deliveries$/ })
    .click();
  await expect.element(batch).toMatchTextContent(/Running: 1 delivery so far/);
  await expect.element(bar).not.toHaveAttribute('value');

  await batch.getByRole('button', { name: 'Cancel the batch' }).click();
  await expect.element(batch).toMatchTextContent(/Cancelled after 1 delivery\D/);
  await expect.element(bar).not.toBeInTheDocument();
});
