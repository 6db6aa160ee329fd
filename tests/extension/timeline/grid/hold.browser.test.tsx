/**
 * Rows stay in place while the pointer is over them, so that a click hits the row that was aimed
 * at.
 */
import { beforeEach, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { NOON, userCreated, userUpdated } from '../../../fixtures/data/clerkEvents.ts';
import {
  countRejection,
  deliver,
  deliverUnderPointer,
  deploymentOf,
  openPanel,
  shownRows,
} from '../../../fixtures/browser/panel.tsx';
import { someone } from '../../../fixtures/data/someone.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });
const row = (name: RegExp) => grid.getByRole('row', { name });
const newRows = (count: number) => page.getByRole('button', { name: `${count} new`, exact: true });
const notice = page.getByRole('status', { name: 'Re-dispatch' });

let panel: Awaited<ReturnType<typeof openPanel>>;
let ada: ReturnType<typeof someone>;
let next: ReturnType<typeof someone>;
beforeEach(async () => {
  [ada, next] = [someone(), someone()];
  panel = await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated(ada), userUpdated({ ...ada, last_name: 'King' }));
  await expect.element(row(new RegExp(`${ada.first_name} King`))).toBeVisible();
});

const adasRow = () => row(new RegExp(`user.updated ${ada.first_name} King`));
const topOf = (name: RegExp) => row(name).element().getBoundingClientRect().top;

test('rows that come while the pointer is over the list wait, and appear when it leaves', async () => {
  await adasRow().hover();
  const before = shownRows();
  await deliverUnderPointer(backend, userCreated(next));
  await expect.element(newRows(1)).toBeVisible();
  expect(shownRows()).toEqual(before);
  await filter.hover();
  await expect.element(row(new RegExp(next.first_name))).toBeVisible();
  await expect.element(newRows(1)).not.toBeInTheDocument();
});

test('the button with the number of waiting rows shows them, after which rows are held again', async () => {
  await adasRow().hover();
  await deliverUnderPointer(backend, userCreated(next));
  await newRows(1).click();
  await expect.element(row(new RegExp(next.first_name))).toBeVisible();
  await adasRow().hover();
  const third = someone();
  await deliverUnderPointer(backend, userCreated(third));
  await expect.element(newRows(1)).toBeVisible();
  await expect.element(row(new RegExp(third.first_name))).not.toBeInTheDocument();
});

test('a click on the middle of a row hits the row, although the button appears before it', async () => {
  await adasRow().hover();
  await deliverUnderPointer(backend, userCreated(next));
  await expect.element(newRows(1)).toBeVisible();
  await commands.clickUnderPointer();
  await expect.element(adasRow()).toHaveAttribute('aria-selected', 'true');
  await expect.element(newRows(1)).toBeVisible();
});

test('the button with the number of waiting rows is above a pointer in the lower half of the list', async () => {
  const { width, top, height } = grid.element().getBoundingClientRect();
  await grid.hover({ position: { x: width / 2, y: height - 30 } });
  await deliverUnderPointer(backend, userCreated(next));
  await expect.element(newRows(1)).toBeVisible();
  expect(newRows(1).element().getBoundingClientRect().bottom).toBeLessThan(top + height / 2);
});

test('a rejection that is counted again does not move to the top while the pointer is over the list', async () => {
  const minute = Date.now() - (Date.now() % 60_000);
  await countRejection(backend, minute, 'too_large');
  await deliver(backend, userCreated(next));
  await expect.element(row(new RegExp(next.first_name))).toBeVisible();
  await adasRow().hover();
  const top = topOf(new RegExp(`user.updated ${ada.first_name} King`));
  await countRejection(backend, minute + 59_000, 'too_large');
  const last = someone();
  await deliverUnderPointer(backend, userCreated(last));
  await expect.element(newRows(1)).toBeVisible();
  expect(topOf(new RegExp(`user.updated ${ada.first_name} King`))).toBe(top);
});

test('a filter applies at once even while the pointer is over the list', async () => {
  await adasRow().hover();
  await deliverUnderPointer(backend, userCreated(next));
  await expect.element(newRows(1)).toBeVisible();
  await filter.fill(`user:${next.id}`);
  await expect.element(row(new RegExp(next.first_name))).toBeVisible();
  expect(shownRows()).toHaveLength(1);
});

test('the re-dispatch glyph sends the row for which it was shown, and the focus stays in the list', async () => {
  await adasRow().click();
  await expect.element(grid).toHaveFocus();
  const glyph = adasRow().getByRole('button', { name: /^Re-dispatch this/ });
  await glyph.hover();
  await deliverUnderPointer(backend, userCreated(next));
  await expect.element(newRows(1)).toBeVisible();
  await glyph.click();
  await expect.element(notice).toMatchTextContent(new RegExp(`of ${ada.first_name} King`));
  await expect.element(grid).toHaveFocus();
});

test('a row that moves under a resting pointer has no re-dispatch glyph to click', async () => {
  await deliver(backend, userCreated(next));
  await row(new RegExp(`user.created ${next.first_name}`)).click();
  const glyph = row(new RegExp(`user.created ${next.first_name}`)).getByRole('button');
  await glyph.hover();
  const { x, y } = glyph.element().getBoundingClientRect();
  const main = document.querySelector<HTMLElement>('main')!;
  // A bar that appears above the list moves all rows down, so that another one is under the
  // pointer.
  main.style.marginTop = '-24px';
  const under = document.elementFromPoint(x + 4, y + 4)!.closest('[role=row]')!;
  expect(under.textContent).toContain(`${ada.first_name} King`);
  expect(under.querySelector('[aria-label^="Re-dispatch this"]')).toBeNull();
  main.style.marginTop = '';
});

test('an open event whose row is waiting is scrolled to once its row is shown', async () => {
  await adasRow().click();
  await userEvent.keyboard('r');
  await expect.element(notice).toMatchTextContent(/unchanged/);
  await expect.element(newRows(1)).toBeVisible();
  await filter.hover();
  await expect
    .element(grid.getByRole('row', { selected: true }))
    .toMatchTextContent(new RegExp(`${ada.first_name} King.*unchanged`));
});

test('older pages are added below while the rows are held', async () => {
  const many = Array.from({ length: 300 }, (_, n) =>
    userUpdated({ ...next, last_name: `N${n}`, updated_at: NOON + 10 * n }),
  );
  await deliver(backend, ...many);
  await panel.unmount();
  await openPanel([deploymentOf(backend)]);
  await row(new RegExp(`${next.first_name} N299`)).hover();
  const scroller = grid.element();
  scroller.scrollTop = scroller.scrollHeight;
  await expect.poll(() => Number(scroller.getAttribute('aria-rowcount'))).toBeGreaterThan(300);
});
