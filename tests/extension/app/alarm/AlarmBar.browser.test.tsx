import { expect, test } from 'vitest';
import { commands, page } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';

const failing = ownBackend({ faulty: true });
const rejecting = ownBackend();
const alarm = page.getByRole('region', { name: 'Alarm' });
const status = page.getByRole('status', { name: 'Connection' });
const updates = (from: number) =>
  [1, 2, 3].map((n) => userUpdated({ last_name: `N${from + n}`, updated_at: NOON + from + n }));

test('while a handler fails for every event, a bar says since when, how many and what to do, until one is accepted', async () => {
  await deliver(failing, userCreated());
  await openPanel([deploymentOf(failing)]);
  await expect.element(status).toMatchTextContent(/live$/);
  await commands.setEnvironment(failing.url, { HANDLER_ERROR: 'No such plan' });
  await deliver(failing, ...updates(1_000));
  await expect
    .element(alarm)
    .toMatchTextContent(
      /Nothing accepted since \d.*: 3 deliveries failed in your handler \(.*No such plan\)\. Correct your handler/,
    );
  await expect.element(status).toMatchTextContent(/live, nothing accepted/);
  await expectAccessibleInBothThemes();

  await alarm.getByRole('button', { name: 'Doctor' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Doctor' })).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await commands.setEnvironment(failing.url, { HANDLER_ERROR: '' });
  await deliver(failing, ...updates(2_000));
  await expect.element(alarm).not.toBeInTheDocument();
  await expect.element(status).toMatchTextContent(/live$/);
});

test('while requests are rejected, the bar says so until it is dismissed', async () => {
  const forged = updates(0).map((event) => ({ event, forged: true }));
  await openPanel([deploymentOf(rejecting)]);
  for (const one of forged) {
    await deliver(rejecting, one);
    // Rejections within one second are counted once.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
  }
  await expect
    .element(alarm)
    .toMatchTextContent(/Nothing accepted so far: \d requests rejected \(wrong signature\)/);
  await alarm.getByRole('button', { name: 'Show them' }).click();
  await expect
    .element(page.getByRole('textbox', { name: 'Filter events' }))
    .toHaveValue('outcome:failed outcome:rejected');
  await alarm.getByRole('button', { name: 'Dismiss' }).click();
  await expect.element(alarm).not.toBeInTheDocument();
  await expect.element(status).toMatchTextContent(/nothing accepted/);
});
