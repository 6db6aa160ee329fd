/** What the panel does when the browser does not store what is set: its storage is full, or gone. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { commands, page } from 'vitest/browser';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { inspectorItem } from '../../../extension/app/settings.ts';
import { expectAccessibleInBothThemes } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const tab = (name: string) => page.getByRole('tab', { name });
const notice = page.getByText(/^What you changed is not kept/);
const dismiss = page.getByRole('button', { name: 'Dismiss' });

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated(), userCreated({ id: 'user_2grace', first_name: 'Grace' }));
});
afterAll(() => commands.stopBackend(backend.url));

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

test('the panel goes on with what was set, and says once that it is not kept', async () => {
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

test('when there is room again, what was set is kept and nothing more is said', async () => {
  await expect.element(notice).toBeVisible();
  vi.restoreAllMocks();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.element(notice).not.toBeInTheDocument();
  await expect.poll(() => inspectorItem.getValue()).toMatchObject({ tab: 'Payload' });
});

test('once closed, it is told again when the cause is another, and after something was kept', async () => {
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
