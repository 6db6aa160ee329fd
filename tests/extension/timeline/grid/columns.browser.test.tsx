import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const header = (name: string) => grid.getByRole('columnheader', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  await deliver(backend, userCreated());
});

let panel: Awaited<ReturnType<typeof openPanel>>;
beforeEach(async () => {
  panel = await openPanel([deploymentOf(backend)]);
  // Only the columns that fit are shown, which is known once the timeline has been laid out.
  await expect.poll(shownColumns).toHaveLength(8);
});

const widthOf = (name: string) => header(name).element().clientWidth;

/** The names of the shown columns, from the left. */
function shownColumns(): string[] {
  return grid
    .getByRole('columnheader')
    .elements()
    .map((element) => element.textContent)
    .filter((name) => name !== 'Actions' && name !== 'Select and unfold');
}

test('a column is moved by dragging its name onto another, together with its cells', async () => {
  const [time, type, user, outcome, ...others] = shownColumns();
  await userEvent.dragAndDrop(header('Outcome'), header('Type'));
  await expect.poll(shownColumns).toEqual([time, outcome, type, user, ...others]);
  await expect
    .element(grid.getByRole('row', { name: /applied user\.created Ada Lovelace/ }))
    .toBeVisible();

  await userEvent.dragAndDrop(header('Outcome'), header('User'));
  await expect.poll(shownColumns).toEqual([time, type, user, outcome, ...others]);
});

test('a column is moved with the keyboard by its menu, and keeps its place in another panel', async () => {
  const [time, type, ...others] = shownColumns();
  (button('Columns').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('dialog', { name: 'Columns' })).toBeVisible();
  (button('Move Type left').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(shownColumns).toEqual([type, time, ...others]);
  // The button is disabled after its last step, and the focus must stay in the menu.
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
])('a column that is sized %s keeps its width in another panel', async (_how, widen) => {
  const before = widthOf('User');
  const beside = widthOf('Time');
  await widen('User');
  await expect.poll(() => widthOf('User')).toBeGreaterThan(before + 24);
  const sized = widthOf('User');

  await panel.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.poll(shownColumns).toHaveLength(8);
  await expect.poll(() => widthOf('User')).toBe(sized);
  expect(widthOf('Time')).toBe(beside);
  const userCell = grid.getByRole('gridcell').nth(3);
  await expect.element(userCell).toBeInTheDocument();
  expect(userCell.element().clientWidth).toBe(sized);
});

test('Reset columns restores the order, the widths and the hidden columns', async () => {
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

test('a re-dispatch has a mark even if the Source column does not fit', async () => {
  await grid.getByRole('row', { name: /user\.created/ }).click();
  await expect.element(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await expect.element(header('Source')).not.toBeInTheDocument();
  await commands.movePointerAway();
  await userEvent.keyboard('r');
  const mark = grid.getByRole('row', { name: /re-dispatched user\.created/ });
  await expect.element(mark).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.element(grid.getByRole('button', { name: /^Re-dispatched by/ })).toBeVisible();
  await expect.element(mark).not.toBeInTheDocument();
});

test('a hidden column stays hidden in another panel', async () => {
  await button('Columns').click();
  await page.getByRole('checkbox', { name: 'Latency' }).click();
  await expect.element(header('Latency')).not.toBeInTheDocument();
  await panel.unmount();
  await openPanel([deploymentOf(backend)]);
  await expect.poll(shownColumns).toHaveLength(7);
  await expect.element(header('Latency')).not.toBeInTheDocument();
});

test('the columns menu stays open while events come', async () => {
  await button('Columns').click();
  const reset = button('Reset columns');
  await expect.element(reset).toBeVisible();
  const opened = reset.element();
  await deliver(backend, userCreated({ id: 'user_2grace', first_name: 'Grace' }));
  await expect.poll(() => shownRows()[0]).toContain('Grace');
  expect(reset.element()).toBe(opened);
});

test('at 360 pixels the columns of time, type, user and outcome are shown and fit', async () => {
  await panel.unmount();
  try {
    await page.viewport(360, 720);
    await openPanel([deploymentOf(backend)]);
    await expect
      .element(grid.getByRole('row', { name: /user.created Ada.* (applied|unchanged)/ }))
      .toBeVisible();
    expect(grid.element().scrollWidth).toBe(grid.element().clientWidth);
    const top = (name: string) => button(name).element().getBoundingClientRect().top;
    expect(top('Import…')).toBe(top('Columns'));
  } finally {
    await page.viewport(1_280, 720);
  }
});

test('in a low panel, the menu of the columns scrolls to its last button', async () => {
  await page.viewport(900, 250);
  try {
    await button('Columns').click();
    await expect.element(button('Reset columns')).toBeVisible();
    button('Reset columns').element().scrollIntoView();
    await expect.element(button('Reset columns')).toBeInViewport({ ratio: 1 });
  } finally {
    await page.viewport(1_280, 720);
  }
});
