/** Keys that move the selection while no element has the focus. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const selected = grid.getByRole('row', { selected: true });
const OLDEST = 60;

beforeAll(async () => {
  const updates = Array.from({ length: OLDEST }, (_, n) =>
    userUpdated({ last_name: `N${OLDEST - n}`, updated_at: NOON + 1_000 * (n + 1) }),
  );
  await deliver(backend, userCreated(), ...updates);
});

beforeEach(async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid.getByRole('row', { name: /N1 / })).toBeVisible();
});

async function clickEmptyGround(): Promise<void> {
  await page.getByRole('status', { name: 'Connection' }).click();
  expect(document.activeElement).toBe(document.body);
}

const selectedNumber = () => Number(/N(\d+)/.exec(selected.query()?.textContent ?? '')?.[1]);

test('after a click on empty ground, arrows, Home, End and the page keys select and focus the list', async () => {
  await grid.getByRole('row', { name: /N3 / }).click();
  const press = async (keys: string) => {
    await clickEmptyGround();
    await userEvent.keyboard(keys);
    await expect.element(grid).toHaveFocus();
  };
  await press('{ArrowDown}');
  await expect.poll(selectedNumber).toBe(4);
  await press('{ArrowUp}');
  await expect.poll(selectedNumber).toBe(3);
  await press('{PageDown}');
  await expect.poll(selectedNumber).toBeGreaterThan(10);
  await press('{PageUp}');
  await expect.poll(selectedNumber).toBe(3);
  await press('{End}');
  await expect.element(selected).toMatchTextContent(/user.created/);
  await press('{Home}');
  await expect.poll(selectedNumber).toBe(1);
  await press('{Shift>}{ArrowDown}{/Shift}');
  await expect.element(page.getByText('2 selected')).toBeVisible();
});

test('after a dialog that was opened without any focus has closed, arrows select', async () => {
  await grid.getByRole('row', { name: /N3 / }).click();
  await clickEmptyGround();
  await userEvent.keyboard('?');
  await expect.element(page.getByRole('dialog')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(selectedNumber).toBe(4);
});

test('without any focus, Space and Enter do nothing, nor does an arrow while a dialog or menu is open', async () => {
  await grid.getByRole('row', { name: /N3 / }).click();
  await clickEmptyGround();
  const isTaken = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    return !document.body.dispatchEvent(event);
  };
  for (const key of [' ', 'Enter', 'ArrowRight']) expect(isTaken(key)).toBe(false);
  await page.getByRole('button', { name: 'Bulk re-dispatch' }).click();
  await expect.element(page.getByRole('menu')).toBeVisible();
  expect(isTaken('ArrowDown')).toBe(false);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
  await userEvent.keyboard('?');
  await expect.element(page.getByRole('dialog')).toBeVisible();
  expect(isTaken('ArrowDown')).toBe(false);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(selectedNumber()).toBe(3);
  expect(isTaken('ArrowDown')).toBe(true);
  await expect.poll(selectedNumber).toBe(4);
});

test('the filter, the inspector’s tabs and the histogram keep their arrows', async () => {
  await grid.getByRole('row', { name: /N3 / }).click();
  const tab = page.getByRole('tab', { name: 'Change' });
  await tab.click();
  await userEvent.keyboard('{ArrowRight}{End}');
  await expect.element(page.getByRole('tab', { name: 'User' })).toHaveFocus();
  await page.getByRole('textbox', { name: 'Filter events' }).click();
  await userEvent.keyboard('{ArrowDown}{Home}{End}');
  const end = page.getByRole('slider').first();
  (end.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(selectedNumber()).toBe(3);
});
