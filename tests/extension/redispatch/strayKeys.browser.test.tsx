/** Keys and clicks that must not send: on the toolbar, and while a dialog or a menu opens. */
import { ConvexHttpClient } from 'convex/browser';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { api } from '../../../convex/_generated/api.js';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { NOON, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { ownUser } from './ownUser.ts';
import { button, dialog, notice, open, row } from './redispatchScreen.ts';

const backend = ownBackend();
const ada = ownUser(backend);
const menu = page.getByRole('menu');
const sendInDialog = dialog.getByRole('button', { name: 'Re-dispatch', exact: true });

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await open(new RegExp(`${ada.first_name} King`));
});

/** How often events of this test's user were sent, once everything sent so far has arrived. */
async function timesSent(): Promise<number> {
  const mark = `Mark${ada.first_name}`;
  await deliver(backend, userUpdated({ ...ada, last_name: mark, updated_at: NOON + 90_000 }));
  await expect.element(row(new RegExp(mark))).toBeVisible();
  const ofAda = { before: null, where: { clerk_user_id: ada.id } };
  const client = new ConvexHttpClient(backend.url);
  const { accessKey } = backend;
  const { rows } = await client.query(api.webhookAudit.older, { accessKey, ...ofAda });
  return rows.filter(({ redispatch }) => redispatch !== undefined).length;
}

function press(key: string, repeat = false): void {
  const how = { key, repeat, bubbles: true, cancelable: true };
  const isUnhandled = document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', how));
  // A held Enter presses a button once for each repeat.
  if (key === 'Enter' && isUnhandled) (document.activeElement as HTMLElement).click();
}

test.each(['Pause', 'Search payloads', 'Histogram'])(
  'Enter and Space on %s send nothing',
  async (name) => {
    for (const key of ['{Enter}', ' ', '{Enter}', ' ']) {
      // A button's name may change to what a second press does.
      const item = page.getByRole('button', { name: new RegExp(`^(${name}|Resume)`) });
      (item.element() as HTMLElement).focus();
      await userEvent.keyboard(key);
    }
    expect(await timesSent()).toBe(0);
  },
);

test('holding Enter on Preview opens the preview, and sends nothing', async () => {
  (button('Preview re-dispatch').element() as HTMLElement).focus();
  press('Enter');
  await expect.element(sendInDialog).toBeEnabled();
  for (let repeat = 0; repeat < 8; repeat++) press('Enter', true);
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(await timesSent()).toBe(0);
});

test('the key r sends nothing at the moment when a preview opens', async () => {
  (button('Preview re-dispatch').element() as HTMLElement).click();
  await expect.element(dialog).toBeVisible();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }));
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(await timesSent()).toBe(0);
});

test('the key r sends nothing at the moment when a menu opens', async () => {
  await button('Bulk re-dispatch').click();
  await expect.element(menu).toBeVisible();
  // Before the focus has reached the menu.
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true }));
  await userEvent.keyboard('{Escape}');
  await expect.element(menu).not.toBeInTheDocument();
  expect(await timesSent()).toBe(0);
});

test('a double click on Re-dispatch sends once', async () => {
  await button('Re-dispatch').dblClick();
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  expect(await timesSent()).toBe(1);
});

test('a double click in a preview sends once, whatever is under the second click', async () => {
  await button('Preview re-dispatch').click();
  await expect.element(sendInDialog).toBeEnabled();
  await sendInDialog.dblClick();
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  await expect.element(dialog).not.toBeInTheDocument();
  expect(await timesSent()).toBe(1);
});
