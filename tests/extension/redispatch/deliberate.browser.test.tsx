/**
 * Only a deliberate press sends: not a held key, a second click of a double click or an Enter meant
 * for a field.
 */
import { ConvexHttpClient } from 'convex/browser';
import { beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { api } from '../../../convex/_generated/api.js';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { someone } from '../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const notice = page.getByRole('status', { name: 'Re-dispatch' });
const dialog = page.getByRole('dialog');
const inspector = page.getByRole('complementary', { name: 'Inspector' });

let ada: ReturnType<typeof someone>;
beforeEach(async () => {
  ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(
    backend,
    userCreated(ada),
    userUpdated({ ...ada, last_name: 'King', updated_at: NOON + 5_000 }),
  );
  await filter.fill(`user:${ada.id}`);
  await row(/King/).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();
});

/** The rows of this test's user, once everything that was sent so far has arrived. */
async function rowsInTheEnd() {
  const mark = `Mark${ada.first_name}`;
  await deliver(backend, userUpdated({ ...ada, last_name: mark, updated_at: NOON + 90_000 }));
  await expect.element(row(new RegExp(mark))).toBeVisible();
  const { accessKey, url } = backend;
  const ofAda = { accessKey, before: null, where: { clerk_user_id: ada.id } };
  const { rows } = await new ConvexHttpClient(url).query(api.webhookAudit.older, ofAda);
  return rows.slice(1);
}

/** The events of a held key, on the focused element. */
function hold(key: string, repeats: number): void {
  for (let press = 0; press <= repeats; press++) {
    const how = { key, repeat: press > 0, bubbles: true, cancelable: true };
    const isUnhandled = document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', how));
    // A held Enter presses a button once for each repeat.
    if (key === 'Enter' && isUnhandled) (document.activeElement as HTMLElement).click();
  }
}

test('holding r sends once', async () => {
  hold('r', 8);
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  hold('r', 0);
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  expect(await rowsInTheEnd()).toHaveLength(4);
});

test('holding Enter on Re-dispatch sends once', async () => {
  (button('Re-dispatch').element() as HTMLElement).focus();
  hold('Enter', 8);
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  expect(await rowsInTheEnd()).toHaveLength(3);
});

test('a double click on the re-dispatch glyph sends once, however soon the first click is answered', async () => {
  const glyph = row(/King/).getByRole('button', { name: /^Re-dispatch this/ });
  await glyph.hover();
  const element = glyph.element() as HTMLElement;
  const click = (detail: number) =>
    element.dispatchEvent(new MouseEvent('click', { detail, bubbles: true }));
  click(1);
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  click(2);
  expect(await rowsInTheEnd()).toHaveLength(3);
});

test('Enter in the note of a preview sends nothing', async () => {
  await button('Preview re-dispatch').click();
  await expect
    .element(dialog.getByRole('button', { name: 'Re-dispatch', exact: true }))
    .toBeEnabled();
  await dialog.getByRole('textbox', { name: 'Note' }).fill('why');
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(await rowsInTheEnd()).toHaveLength(2);
});

test('Enter in a field of a batch does not start it', async () => {
  await filter.fill(`user:${ada.id} outcome:applied`);
  await button('Bulk re-dispatch').click();
  await page.getByRole('menuitem', { name: 'Re-dispatch failed since…' }).click();
  await dialog.getByRole('combobox').selectOptions('applied');
  const start = dialog.getByRole('button', { name: /^Re-dispatch \d+ deliver/ });
  await expect.element(start).toBeEnabled();
  (dialog.getByRole('combobox').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}{Tab}{Enter}');
  (dialog.getByRole('textbox', { name: 'Note' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog.getByRole('region', { name: 'Batch' })).not.toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  expect(await rowsInTheEnd()).toHaveLength(2);
});

test('keys that are typed before the editor has loaded trigger no shortcut', async () => {
  (button('Edit and re-dispatch').element() as HTMLElement).click();
  await expect.element(dialog).toBeVisible();
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'r', bubbles: true, cancelable: true }),
  );
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(await rowsInTheEnd()).toHaveLength(2);
});

test('an event that is opened while a re-dispatch is under way stays open', async () => {
  await commands.freezeBackend(backend.url);
  try {
    await button('Re-dispatch').click();
    await expect.element(notice).toMatchTextContent(/Re-dispatching/);
    await row(/user.created/).click();
  } finally {
    await commands.thawBackend(backend.url);
  }
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  await expect.element(inspector).toMatchTextContent(/user.created/);
  await notice.getByRole('button', { name: 'Open it' }).click();
  await expect.element(inspector).toMatchTextContent(/Re-dispatched by/);
});

test('after a re-dispatch the focus is not on a control that sends', async () => {
  (button('Re-dispatch').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(notice).toMatchTextContent(/Re-dispatched/);
  await expect.element(inspector).toMatchTextContent(/Re-dispatched by/);
  await userEvent.keyboard('{Enter} {Enter}');
  expect(await rowsInTheEnd()).toHaveLength(3);
});
