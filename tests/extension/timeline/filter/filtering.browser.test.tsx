/** What the filter shows and says. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';
import { someone } from '../../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });

test('the filter applies at once, and its terms are chips that can be removed', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), userUpdated({ ...ada, last_name: 'King' }));
  await filter.fill(`type:user.updated user:${ada.id}`);
  await expect.element(row(new RegExp(`user.updated ${ada.first_name} King`))).toBeVisible();
  expect(shownRows()).toHaveLength(1);
  await page.getByRole('button', { name: 'Remove filter type:user.updated' }).click();
  await expect.element(filter).toHaveValue(`user:${ada.id}`);
  expect(shownRows()).toHaveLength(2);
});

test('a half-typed term hides nothing, and a misspelled one is marked as a mistake', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill(`user:${ada.id}`);
  await expect.poll(() => shownRows().length).toBe(1);
  await filter.fill(`user:${ada.id} type:`);
  await expect.poll(() => shownRows().length).toBe(1);
  await filter.fill(`user:${ada.id} outcome:faled`);
  await userEvent.keyboard('{Escape}');
  await expect.poll(shownRows).toEqual([]);
  const chip = page.getByRole('button', { name: 'Remove filter outcome:faled' });
  await expect.element(chip).toMatchTextContent(/outcome:faled is not an outcome/);
  await expect.element(chip).toHaveAccessibleDescription(/applied, .*failed, rejected/);
});

test('a key that does not exist is named once its term is typed, and the term is searched as text', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill(`user:${ada.id} colour:red`);
  await expect.poll(() => shownRows().length).toBe(1);
  const chip = page.getByRole('button', { name: 'Remove filter colour:red' });
  await expect.element(chip).not.toBeInTheDocument();
  await userEvent.keyboard(' ');
  await expect.element(chip).toMatchTextContent(/searched as text: “colour” is not a key/);
  await expect.element(chip).toHaveAccessibleDescription(/type, outcome, is, user/);
  const words = chip.element().querySelector('.truncate')!;
  expect(words.scrollWidth).toBeLessThanOrEqual(words.clientWidth);
  await expect.poll(shownRows).toEqual([]);
});

test('the grid stays in place when no event matches the filter', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await filter.fill('type:user.created');
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  const { top } = grid.element().getBoundingClientRect();
  await filter.fill('type:user.nothing');
  await expect.element(page.getByText('No event matches the filter')).toBeVisible();
  expect(grid.element().getBoundingClientRect().top).toBe(top);
});

test('a filter is completed from values that were seen', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada));
  await expect.element(row(new RegExp(ada.first_name))).toBeVisible();
  await filter.fill(`user:${ada.first_name.toLowerCase()}`);
  await userEvent.keyboard('{Enter}');
  await expect.element(filter).toHaveValue(`user:${ada.id} `);
});
