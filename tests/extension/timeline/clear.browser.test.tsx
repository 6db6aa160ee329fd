/** What Clear hides, and how it is shown again. */
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { someone } from '../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (name: RegExp) => grid.getByRole('row', { name });

test('Clear hides the events so far, and can be undone', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: /Show the \d+ hidden events/ }).click();
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
});

test('hidden events are still mentioned and can be shown again after more events have come', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2before', first_name: 'Before' }));
  await expect.element(row(/Before/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await deliver(backend, userCreated({ ...ada, id: 'user_2after', first_name: 'After' }));
  await expect.element(row(/After/)).toBeVisible();
  await expect.element(row(/Before/)).not.toBeInTheDocument();
  await page.getByRole('button', { name: /^\d+ hidden: show them again$/ }).click();
  await expect.element(row(/Before/)).toBeVisible();
});
