import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { shownRows } from '../../../fixtures/browser/panel.tsx';
import { showThreeEvents } from '../threeEvents.ts';

const backend = ownBackend();
const filter = page.getByRole('textbox', { name: 'Filter events' });
const options = page.getByRole('listbox', { name: 'Completions' }).getByRole('option');

showThreeEvents(backend);
beforeEach(() => filter.click());

const offered = () => options.elements().map((option) => option.textContent);

test('first the field of a term is completed, then its value from those that were seen, and a dash negates it', async () => {
  await userEvent.keyboard('-ty');
  await expect.poll(offered).toEqual([expect.stringContaining('-type:')]);
  await userEvent.keyboard('{Enter}');
  await expect.element(filter).toHaveValue('-type:');
  await expect
    .poll(offered)
    .toEqual(['-type:session.created 1', '-type:user.updated 1', '-type:user.created 1']);
  await expectAccessibleInBothThemes();
  await userEvent.keyboard('sess{Enter}');
  await expect.element(filter).toHaveValue('-type:session.created ');
  await expect
    .poll(shownRows)
    .toEqual([expect.stringMatching(/user\.updated/), expect.stringMatching(/user\.created/)]);

  await userEvent.keyboard('-changed:last{Tab}');
  await expect.element(filter).toHaveValue('-type:session.created -changed:users.last_name ');
  await expect.poll(shownRows).toEqual([]);
  await page.getByRole('button', { name: 'Remove filter -changed:users.last_name' }).click();
  await expect.poll(() => shownRows().length).toBe(2);
});

test('a completion can also be clicked, and the field keeps the focus', async () => {
  await userEvent.keyboard('outcome:ign');
  await options.filter({ hasText: 'ignored' }).click();
  await expect.element(filter).toHaveValue('outcome:ignored ');
  await expect.element(filter).toHaveFocus();
  await expect.poll(shownRows).toEqual([expect.stringMatching(/session\.created.*ignored/)]);
});

test('Escape first closes the list, and then leaves the field for the events without clearing it', async () => {
  await userEvent.keyboard('user:');
  await expect.poll(() => offered().length).toBe(1);
  await userEvent.keyboard('{Escape}');
  await expect.poll(offered).toEqual([]);
  await expect.element(filter).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('grid', { name: 'Webhook events' })).toHaveFocus();
  await expect.element(filter).toHaveValue('user:');
});

test('an unfinished term hides nothing and is not marked as a mistake until the caret leaves it', async () => {
  await userEvent.keyboard('type:user.updated outcome:app');
  await expect.poll(shownRows).toEqual([expect.stringMatching(/user\.updated/)]);
  const chip = page.getByRole('button', { name: /^Remove filter outcome:/ });
  await expect.element(chip).not.toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(chip).toMatchTextContent(/outcome:app is not an outcome/);
  await expect.poll(shownRows).toEqual([]);
});

test('Tab leaves a filter without an unfinished term', async () => {
  await userEvent.tab();
  await expect.element(filter).not.toHaveFocus();
});

test('the word at the caret is completed, wherever keys or the pointer have put the caret', async () => {
  await userEvent.keyboard('type:user.updated -out{Escape}{Tab}');
  await expect.element(filter).not.toHaveFocus();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  await expect.element(filter).toHaveFocus();
  // With everything selected there is no word to complete.
  await expect.poll(offered).toEqual([]);
  await userEvent.keyboard('{End}');
  await expect.poll(offered).toEqual([expect.stringContaining('-outcome:')]);
  await userEvent.keyboard('{Enter}');
  await expect.element(filter).toHaveValue('type:user.updated -outcome:');

  await userEvent.keyboard('{Home}');
  await expect.poll(offered).toContainEqual(expect.stringContaining('changed:'));
  await userEvent.keyboard('{ArrowRight>5/}');
  await expect.poll(offered).toContainEqual(expect.stringContaining('type:user.created'));
  await userEvent.keyboard('{End}');
  await expect.poll(offered).toContainEqual(expect.stringContaining('-outcome:stale'));
});
