/** A rejected request is found by the user that its body claims. */
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

test('`user:` finds a rejected request by the user it claims, and a filter without events says how many were rejected', async () => {
  await deliver(backend, { event: userCreated({ id: 'user_2claimed' }), forged: true });
  await openPanel([deploymentOf(backend)]);
  await filter.fill('user:user_2claimed');
  await expect
    .element(grid.getByRole('row', { name: /1 rejected, claims user.created claims Ada/ }))
    .toBeVisible();
  await filter.fill('user:user_2nobody after:1h');
  await expect.element(page.getByText('1 request was rejected in this time.')).toBeVisible();
  await filter.fill('user:user_2nobody');
  await expect.element(page.getByText('1 request was rejected.')).toBeVisible();
  await page.getByRole('button', { name: 'Show rejected requests' }).click();
  await expect.poll(shownRows).toEqual([expect.stringMatching(/1 rejected/)]);
});
