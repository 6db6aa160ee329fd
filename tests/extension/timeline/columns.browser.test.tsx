import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

let backend: StartedBackend;
const grid = page.getByRole('grid', { name: 'Webhook events' });
const header = (name: string) => grid.getByRole('columnheader', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated());
});
afterAll(() => commands.stopBackend(backend.url));

let panel: Awaited<ReturnType<typeof openPanel>>;
beforeEach(async () => {
  panel = await openPanel([deploymentOf(backend)]);
  // There are as many as fit, which is known when the timeline has been laid out.
  await expect.poll(shownColumns).toHaveLength(8);
});

const widthOf = (name: string) => header(name).element().clientWidth;

/** The names of the shown columns, from the left. */
function shownColumns(): string[] {
  return grid
    .getByRole('columnheader')
    .elements()
    .map((element) => element.textContent)
    .filter((name) => name !== 'Actions');
}

test('a column is moved by dragging its name onto another, and its cells go with it', async () => {
  const [time, type, user, outcome, ...others] = shownColumns();
  await userEvent.dragAndDrop(header('Outcome'), header('Type'));
  await expect.poll(shownColumns).toEqual([time, outcome, type, user, ...others]);
  await expect
    .element(grid.getByRole('row', { name: /applied user\.created Ada Lovelace/ }))
    .toBeVisible();

  await userEvent.dragAndDrop(header('Outcome'), header('User'));
  await expect.poll(shownColumns).toEqual([time, type, user, outcome, ...others]);
});

test('a column is moved by keyboard, from menu to place, and stays there in another panel', async () => {
  const [time, type, ...others] = shownColumns();
  (button('Columns').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  (button('Move Type left').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(shownColumns).toEqual([type, time, ...others]);
  // The button has done its work and is off: the focus is still in the menu, and goes on from there.
  await expect.element(button('Move Type left')).toBeDisabled();
  await userEvent.tab();
  await expect.element(button('Move Type right')).toHaveFocus();
  await userEvent.keyboard('{Enter}{Enter}');
  await expect.poll(shownColumns).toEqual([time, others[0], type, ...others.slice(1)]);
  await expect.element(button('Move Type right')).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Columns')).toHaveFocus();

  await panel.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.poll(shownColumns).toEqual([time, others[0], type, ...others.slice(1)]);
});

test.each<[string, (name: string) => Promise<unknown>]>([
  [
    'by keyboard',
    async (name) => {
      (button('Columns').element() as HTMLElement).focus();
      await userEvent.keyboard('{Enter}');
      (button(`Make ${name} wider`).element() as HTMLElement).focus();
      await userEvent.keyboard('{Enter}{Enter}{Escape}');
    },
  ],
  [
    'by dragging its edge',
    async (name) => {
      const edge = header(name).element().querySelector('[aria-hidden]')!;
      await userEvent.dragAndDrop(edge, header('Outcome'), { targetPosition: { x: 32, y: 12 } });
    },
  ],
])('a column sized %s has its width in another panel, too', async (_how, widen) => {
  const before = widthOf('User');
  const beside = widthOf('Type');
  await widen('User');
  await expect.poll(() => widthOf('User')).toBeGreaterThan(before + 24);
  const sized = widthOf('User');

  await panel.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.poll(shownColumns).toHaveLength(8);
  await expect.poll(() => widthOf('User')).toBe(sized);
  expect(widthOf('Type')).toBe(beside);
  expect(grid.getByRole('gridcell').nth(2).element().clientWidth).toBe(sized);
});

test('Reset columns brings back order, widths and what was hidden', async () => {
  const before = shownColumns();
  const width = widthOf('User');
  await button('Columns').click();
  await button('Move Source left').click();
  await button('Make User wider').click();
  await page.getByRole('checkbox', { name: 'Type' }).click();
  await expect.element(header('Type')).not.toBeInTheDocument();
  expect(shownColumns()).not.toEqual(before);
  await button('Reset columns').click();
  await expect.poll(shownColumns).toEqual(before);
  expect(widthOf('User')).toBe(width);
});

test('a re-dispatch keeps a mark where no room is for its source', async () => {
  await grid.getByRole('row', { name: /user\.created/ }).click();
  await expect.element(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await expect.element(header('Source')).not.toBeInTheDocument();
  await userEvent.keyboard('r');
  const mark = grid.getByRole('row', { name: /re-dispatched user\.created/ });
  await expect.element(mark).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(grid.getByRole('button', { name: /^Re-dispatched by/ })).toBeVisible();
  await expect.element(mark).not.toBeInTheDocument();
});
