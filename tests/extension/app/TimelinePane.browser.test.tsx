/** The panes in a narrow panel: what stays when the inspector moves below, and what fits. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../fixtures/browser/panel.tsx';
import { NOON, userCreated, userUpdated } from '../../fixtures/data/clerkEvents.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const button = (name: string) => page.getByRole('button', { name, exact: true });

beforeAll(async () => {
  const updates = Array.from({ length: 40 }, (_, n) =>
    userUpdated({ last_name: `N${n}`, updated_at: NOON + 1_000 * (n + 1) }),
  );
  await deliver(backend, userCreated(), ...updates);
});
afterEach(() => page.viewport(1_280, 720));

/** Whether the inspector is below the timeline. An open dialog hides both from screen readers. */
const isBelow = () => {
  const [list, opened] = (['grid', 'complementary'] as const).map((role) =>
    page.getByRole(role, { includeHidden: true }).element().getBoundingClientRect(),
  );
  return opened!.top >= list!.bottom;
};

/** Turns the panes twice, and calls `check` after each turn. */
async function turn(check: () => Promise<void>): Promise<void> {
  for (const [width, below] of [
    [719, true],
    [720, false],
  ] as const) {
    await page.viewport(width, 720);
    await expect.poll(isBelow).toBe(below);
    await check();
  }
}

async function open(): Promise<void> {
  await openPanel([deploymentOf(backend)]);
  await expect.poll(() => shownRows().length).toBeGreaterThan(10);
  await grid.getByRole('row', { name: /N30 / }).click();
  await expect.element(button('Re-dispatch')).toBeEnabled();
}

test('a dialog and what is typed in it stay when the panes turn', async () => {
  await open();
  await page.getByRole('textbox', { name: 'Filter events' }).fill('type:user.updated');
  await button('Views').click();
  await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
  const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' });
  await name.fill('Not saved yet');
  await turn(() => expect.element(name).toHaveValue('Not saved yet'));
});

test('a search that is typed but not started stays when the panes turn', async () => {
  await open();
  await button('Search payloads').click();
  const search = page.getByRole('textbox', { name: 'Search payloads' });
  await search.fill('not searched yet');
  await turn(() => expect.element(search).toHaveValue('not searched yet'));
});

test('the list and the inspector keep their scroll places when the panes turn', async () => {
  await open();
  await inspector.getByRole('tab', { name: 'Payload' }).click();
  await expect.element(inspector.getByText('created_at').first()).toBeVisible();
  const scrolled = [grid.element(), inspector.element()].map(scrollerOf);
  for (const scroller of scrolled) scroller.scrollTop = 80;
  await turn(() => expect.poll(() => scrolled.map(({ scrollTop }) => scrollTop)).toEqual([80, 80]));
  expect(scrolled.every(({ isConnected }) => isConnected)).toBe(true);
});

/** The element that scrolls among an element, what contains it and what it contains. */
function scrollerOf(element: Element): Element {
  const all = [element, element.parentElement!, ...element.querySelectorAll('*')];
  return all.find(
    (one) =>
      one.scrollHeight > one.clientHeight + 80 &&
      /auto|scroll/.test(getComputedStyle(one).overflowY),
  )!;
}

test('in panes of the least width, all tabs and buttons of the inspector and four columns of the timeline fit', async () => {
  await open();
  const border = page.getByRole('separator').element() as HTMLElement;
  border.focus();
  await userEvent.keyboard('{End}');
  const widthOf = (pane: typeof grid) => pane.element().getBoundingClientRect().width;
  await expect.poll(() => widthOf(inspector)).toBeLessThan(400);
  const fitting = [
    inspector.getByRole('tab', { name: 'User' }),
    inspector.getByRole('button', { name: /^Copy/ }).first(),
  ];
  for (const one of fitting) await expect.element(one).toBeInViewport({ ratio: 1 });

  await userEvent.keyboard('{Home}');
  await expect.poll(() => widthOf(grid)).toBeLessThan(400);
  const scroller = grid.element();
  await expect.poll(() => scroller.scrollWidth - scroller.clientWidth).toBe(0);
  for (const name of ['Time', 'Type', 'User', 'Outcome'])
    await expect.element(grid.getByRole('columnheader', { name })).toBeInTheDocument();
});
