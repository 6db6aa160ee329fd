/** What Clear hides, and how it is shown again. */
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { reasonWords } from '../../../extension/event/item.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { countRejection, deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
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

test.each([
  ['ahead', 3_600_000, 'too_large', 'bad_timestamp'],
  ['behind', -1_500, 'not_json', 'compressed'],
] as const)(
  'Clear hides the rejections so far and no later one while the browser’s clock is %s',
  async (_how, offset, before, after) => {
    const rejected = (reason: typeof before | typeof after) =>
      row(new RegExp(`rejected.*${reasonWords[reason]}`));
    const now = Date.now();
    await countRejection(backend, now, before);
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now + offset);
    await openPanel([deploymentOf(backend)]);
    await expect.element(rejected(before)).toBeVisible();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.element(rejected(before)).not.toBeInTheDocument();
    await countRejection(backend, now + 1_000, after);
    await expect.element(rejected(after)).toBeVisible();
    clock.mockRestore();
  },
);
