/** Text from outside that would disguise itself or what is around it, wherever the panel shows it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { clerkEvent, userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const dialog = page.getByRole('dialog');

beforeAll(async () => {
  backend = await commands.startBackend();
});
afterAll(() => commands.stopBackend(backend.url));

test('what would reorder or hide text in a name is shown, in the row, its completion and its chip', async () => {
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

test('in the type of an event it is shown, too: in a title, an option and the rows of a batch', async () => {
  const event = clerkEvent('session.\u202Edetaerc\u200B', { id: 'sess_1' });
  const shown = 'session.U+202EdetaercU+200B';
  const named = 'session.⟨U+202E⟩detaerc⟨U+200B⟩';
  const sent = { event, svixId: 'msg_hostile' };
  await deliver(backend, sent, sent);
  await openPanel([deploymentOf(backend)]);
  const ignored = grid.getByRole('row', { name: /ignored Users do not depend/ });
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
  await page.getByRole('button', { name: 'Re-dispatch many' }).click();
  await page.getByRole('menuitem', { name: 'All that match the filter…' }).click();
  await dialog.getByRole('button', { name: 'Re-dispatch 1 delivery', exact: true }).click();
  const made = dialog.getByRole('region', { name: 'Deliveries of the batch' });
  await expect.element(made).toMatchTextContent(`Users do not depend on ${shown} events.`);
  await expect.element(made.getByTitle(named)).toBeVisible();
});
