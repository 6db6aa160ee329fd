/** What the panel does when the browser cannot store its settings, for example on a full disk. */
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { inspectorItem } from '../../../extension/panel/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const tab = (name: string) => page.getByRole('tab', { name });
const notice = page.getByText(/^What you changed is not kept/);
const dismiss = page.getByRole('button', { name: 'Dismiss' });

beforeAll(async () => {
  await deliver(backend, userCreated(), userCreated({ id: 'user_2grace', first_name: 'Grace' }));
});

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /Grace/ })).toBeVisible();
  storeNothing('The disk is full.');
  await grid.getByRole('row', { name: /Ada/ }).click();
  await tab('Payload').click();
});
afterEach(() => {
  vi.restoreAllMocks();
});

function storeNothing(cause: string): void {
  vi.spyOn(fakeBrowser.storage.local, 'set').mockRejectedValue(new Error(cause));
}

test('the panel uses settings that could not be stored, and says once that they are not kept', async () => {
  const told =
    'What you changed is not kept: The disk is full; it will be gone when the panel closes.';
  await expect.element(page.getByText(told)).toBeVisible();
  await expectAccessibleInBothThemes();
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await page.getByRole('button', { name: 'Copy the error' }).click();
  expect(copied).toHaveBeenCalledWith(told);
  await dismiss.click();
  await expect.element(notice).not.toBeInTheDocument();

  await grid.getByRole('row', { name: /Grace/ }).click();
  await expect.element(tab('Payload')).toHaveAttribute('aria-selected', 'true');
  await tab('Headers').click();
  await grid.getByRole('row', { name: /Ada/ }).click();
  await expect.element(tab('Headers')).toHaveAttribute('aria-selected', 'true');
  await expect.element(notice).not.toBeInTheDocument();
});

test('when storing works again, settings are kept and the message goes', async () => {
  await expect.element(notice).toBeVisible();
  vi.restoreAllMocks();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(notice).not.toBeInTheDocument();
  await expect.poll(() => inspectorItem.getValue()).toMatchObject({ tab: 'Payload' });
});

test('after it is closed, the message returns for another cause, or after a setting was stored in between', async () => {
  await expect.element(notice).toBeVisible();
  await dismiss.click();
  await expect.element(notice).not.toBeInTheDocument();

  storeNothing('The profile is gone.');
  await tab('Headers').click();
  await expect.element(notice).toMatchTextContent('The profile is gone');
  await dismiss.click();
  await expect.element(notice).not.toBeInTheDocument();

  vi.restoreAllMocks();
  await tab('Attempts').click();
  await expect.poll(() => inspectorItem.getValue()).toMatchObject({ tab: 'Attempts' });
  storeNothing('The profile is gone.');
  await tab('Headers').click();
  await expect.element(notice).toBeVisible();
});
