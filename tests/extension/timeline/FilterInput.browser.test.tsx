import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessible } from '../../fixtures/accessible.ts';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { clerkEvent, userCreated, userUpdated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const filter = page.getByRole('textbox', { name: 'Filter events' });
const options = page.getByRole('listbox', { name: 'Completions' }).getByRole('option');

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(
    backend,
    userCreated(),
    userUpdated({ last_name: 'King' }),
    clerkEvent('session.created', { id: 'sess_1' }),
  );
});
afterAll(() => commands.stopBackend(backend.url));

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBe(3);
  await filter.click();
});

const offered = () => options.elements().map((option) => option.textContent);

test('a condition is completed from its field to a value that was seen, and negated by a dash', async () => {
  await userEvent.keyboard('-ty');
  await expect.poll(offered).toEqual([expect.stringContaining('-type:')]);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(filter).toHaveValue('-type:');
  await expect
    .poll(offered)
    .toEqual(['-type:session.created ', '-type:user.updated ', '-type:user.created ']);
  await expectAccessible();
  await userEvent.keyboard('sess{ArrowDown}{Enter}');
  await expect.element(filter).toHaveValue('-type:session.created ');
  await expect
    .poll(shownRows)
    .toEqual([expect.stringMatching(/user\.updated/), expect.stringMatching(/user\.created/)]);

  await userEvent.keyboard('-changed:last{ArrowDown}{Tab}');
  await expect.element(filter).toHaveValue('-type:session.created -changed:last_name ');
  await expect.poll(shownRows).toEqual([]);
  await page.getByRole('button', { name: 'Remove filter -changed:last_name' }).click();
  await expect.poll(() => shownRows().length).toBe(2);
});

test('a completion is taken by a click as well, and the field keeps the focus', async () => {
  await userEvent.keyboard('outcome:ign');
  await options.first().click();
  await expect.element(filter).toHaveValue('outcome:ignored ');
  await expect.element(filter).toHaveFocus();
  await expect.poll(shownRows).toEqual([expect.stringMatching(/session\.created.*ignored/)]);
});

test('Escape closes the list first and leaves the field for the events then, with what was typed', async () => {
  await userEvent.keyboard('user:');
  await expect.poll(() => offered().length).toBe(1);
  await userEvent.keyboard('{Escape}');
  await expect.poll(offered).toEqual([]);
  await expect.element(filter).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toHaveFocus();
  await expect.element(filter).toHaveValue('user:');
});

test('what is completed is the word at the caret, wherever keys or the pointer have put it', async () => {
  await userEvent.keyboard('type:user.updated -out{Tab}');
  await expect.element(filter).not.toHaveFocus();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  await expect.element(filter).toHaveFocus();
  // All of it is selected: there is no word to complete.
  await expect.poll(offered).toEqual([]);
  await userEvent.keyboard('{End}');
  await expect.poll(offered).toEqual([expect.stringContaining('-outcome:')]);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.element(filter).toHaveValue('type:user.updated -outcome:');

  await userEvent.keyboard('{Home}');
  await expect.poll(offered).toContainEqual(expect.stringContaining('changed:'));
  await userEvent.keyboard('{ArrowRight>5/}');
  await expect.poll(offered).toContainEqual(expect.stringContaining('type:user.created'));
  await userEvent.keyboard('{End}');
  await expect.poll(offered).toContainEqual(expect.stringContaining('-outcome:stale'));
});
