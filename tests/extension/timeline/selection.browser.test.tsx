/** Selecting rows with the keyboard. */
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { someone } from '../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });

test('rows that are selected by Shift and an arrow can be re-dispatched together', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), userUpdated({ ...ada, last_name: 'King' }));
  await filter.fill(`user:${ada.id}`);
  await expect.element(row(/King/)).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(2);
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{Shift>}{ArrowDown}{/Shift}');
  await expect.element(page.getByText('2 selected')).toBeVisible();
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(page.getByText('2 selected')).not.toBeInTheDocument();
});

test('Shift with Home, End or a page key selects all rows on the way, and Ctrl A every row', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  const changes = ['King', 'Byron', 'Noel', 'Milbanke'].map((last_name, n) =>
    userUpdated({ ...ada, last_name, updated_at: NOON + 1_000 * (n + 1) }),
  );
  await deliver(backend, userCreated(ada), ...changes);
  await filter.fill(`user:${ada.id}`);
  await expect.poll(() => shownRows().length).toBe(5);
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{ArrowDown}{Shift>}{End}{/Shift}');
  await expect.element(page.getByText('4 selected')).toBeVisible();
  // Everything is selected already, and nothing must be deselected.
  await userEvent.keyboard('{Shift>}{End}{/Shift}');
  await expect.element(page.getByText('4 selected')).toBeVisible();
  await userEvent.keyboard('{ArrowUp}{Shift>}{PageUp}{/Shift}');
  await expect.element(page.getByText('4 selected')).toBeVisible();
  await userEvent.keyboard('{Control>}a{/Control}');
  await expect.element(page.getByText('5 selected')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Re-dispatch 5…' })).toBeVisible();
});
