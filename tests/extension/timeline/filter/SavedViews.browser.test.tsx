import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const filter = page.getByRole('textbox', { name: 'Filter events' });

async function choose(name: string) {
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('a filter is saved under a name, opened in another panel, and deleted', async () => {
  const first = await openPanel([deploymentOf(backend)]);
  await filter.fill('type:user.updated -outcome:stale');
  await choose('Save this filter…');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Changes');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await first.unmount();

  await openPanel([deploymentOf(backend)]);
  await choose('All events');
  await expect.element(filter).toHaveValue('');
  await choose('Changes');
  await expect.element(filter).toHaveValue('type:user.updated -outcome:stale');
  await choose('All events');
  await choose('Delete “Changes”');
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await expect.element(page.getByRole('menuitem', { name: 'All events' })).toBeVisible();
  expect(page.getByRole('menuitem', { name: /Changes|Delete/ }).elements()).toHaveLength(0);
});
