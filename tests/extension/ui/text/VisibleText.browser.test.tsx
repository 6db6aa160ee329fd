/** Text from outside that would disguise itself or the text around it, everywhere in the panel. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { clerkEvent, userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const dialog = page.getByRole('dialog');

test('characters that reorder or hide text in a name are shown in the row, the completion and the chip', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ id: 'user_2hostile', first_name: 'Ada\u202Eecarg\u200B' }));
  const shown = 'AdaU+202EecargU+200B Lovelace';
  await expect.poll(() => shownRows()[0]).toContain(shown);
  expect(grid.getByTitle('U+202E right-to-left override').element()).toBeVisible();
  await filter.fill('user:user_2hostil');
  const completions = page.getByRole('listbox', { name: 'Completions' });
  await expect.element(completions).toMatchTextContent(shown);
  await filter.fill('user:"Ada\u202Eecarg"');
  const chip = page.getByRole('button', { name: 'Remove filter user:Ada⟨U+202E⟩ecarg' });
  await expect.element(chip).toMatchTextContent('user:AdaU+202Eecarg');
});

test('characters that reorder or hide text in a type are shown in titles, options and the rows of a batch', async () => {
  const event = clerkEvent('session.\u202Edetaerc\u200B', { id: 'sess_1' });
  const shown = 'session.U+202EdetaercU+200B';
  const named = 'session.⟨U+202E⟩detaerc⟨U+200B⟩';
  const sent = { event, svixId: 'msg_hostile' };
  await deliver(backend, sent, sent);
  await openPanel([deploymentOf(backend)]);
  // The duplicate and the delivery that it repeats are one line.
  await grid.getByRole('button', { name: '2 rows of this event' }).click();
  const ignored = grid.getByRole('row', { name: /ignored Your handler ignores/ });
  await ignored.click();
  const again = ignored.getByRole('button', { name: `Re-dispatch this ${named}` });
  await expect.element(again).toBeVisible();
  await inspector.getByRole('tab', { name: 'Diff', exact: true }).click();
  await expect
    .element(inspector.getByRole('combobox', { name: 'Compare with' }))
    .toMatchTextContent(`${named} duplicate`);

  for (const [button, title] of [
    ['Preview re-dispatch', 'Preview: re-dispatch'],
    ['Edit and re-dispatch', 'Edit and re-dispatch'],
  ]) {
    await inspector.getByRole('button', { name: button!, exact: true }).click();
    await expect.element(page.getByRole('dialog', { name: `${title} ${shown}` })).toBeVisible();
    await userEvent.keyboard('{Escape}');
  }

  await filter.fill(`type:${event.type}`);
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await page.getByRole('menuitem', { name: 'Re-dispatch everything shown…' }).click();
  await dialog.getByRole('button', { name: 'Re-dispatch 1 delivery', exact: true }).click();
  const made = dialog.getByRole('region', { name: 'Deliveries of the batch' });
  await expect.element(made).toMatchTextContent(`Your handler ignores ${shown} events.`);
  await expect.element(made.getByTitle(named)).toBeVisible();
});
