import { beforeAll, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, countRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend({ faulty: true });
const dialog = page.getByRole('dialog');
const batch = dialog.getByRole('region', { name: 'Batch' });
const cancel = batch.getByRole('button', { name: 'Cancel the batch' });

beforeAll(async () => {
  const people = Array.from({ length: 4 }, (_, n) => userCreated({ id: `user_2ada${n}` }));
  await deliver(backend, ...people);
  // The batch stops after its first event, for as long as the test needs.
  await commands.setEnvironment(backend.url, { LOSE_STEPS: 'yes' });
});

test('a cancelled batch says so, sends nothing more, and its report says so too', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await openPanel([deploymentOf(backend)]);
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.created');
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
  await dialog.getByRole('button', { name: 'Re-dispatch 4 deliveries' }).click();
  await expect.element(batch).toMatchTextContent(/Running: 1 of 4 deliveries/);
  const progress = batch.getByRole('progressbar', { name: 'Progress' });
  await expect.element(progress).toHaveAttribute('max', '4');
  await expect.element(progress).toHaveAttribute('value', '1');
  await expectAccessibleInBothThemes();

  await cancel.click();
  await expect.element(batch).toMatchTextContent(/Cancelled after 1 of 4 deliveries/);
  await expect.element(cancel).not.toBeInTheDocument();

  await batch.getByRole('button', { name: 'Copy report' }).click();
  await expect
    .poll(() => write.mock.calls.at(-1)?.[0])
    .toMatch(/State: cancelled.*\n[^]*Re-dispatched: 1\n/);
  await dialog.getByRole('button', { name: 'New batch' }).click();
  await dialog.getByText('Recent batches (1)').click();
  await expect.element(dialog.getByRole('button', { name: /cancelled, 1 sent/ })).toBeVisible();

  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await commands.setEnvironment(backend.url, { LOSE_STEPS: '' });
  await commands.runAsAdmin(backend.url, 'webhookAdmin:resumeBatches', {});
  await deliver(backend, userCreated({ id: 'user_2ada4' }));
  await expect.poll(() => countRows()).toBe(6);
});
