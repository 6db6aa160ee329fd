/** Filtering by time in the histogram. */
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel, shownRows } from '../../../fixtures/browser/panel.tsx';
import { someone } from '../../../fixtures/data/someone.ts';
import { watchLayoutShifts } from '../../../fixtures/browser/layoutShifts.ts';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const filter = page.getByRole('textbox', { name: 'Filter events' });

test('the first row does not move when the histogram has counted it', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(page.getByText('No webhooks yet')).toBeVisible();
  const tops = new Set<number>();
  const observer = new MutationObserver(() => {
    const row = document.querySelector('[role=row][aria-rowindex="2"]');
    if (row !== null) tops.add(row.getBoundingClientRect().top);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  await deliver(backend, userCreated(someone()));
  await expect.element(page.getByRole('img', { name: /^Events from/ })).toBeVisible();
  observer.disconnect();
  expect(tops.size).toBe(1);
});

test('nothing in the list moves while the panel opens', async () => {
  await deliver(backend, userCreated(someone()));
  const shifts = watchLayoutShifts();
  await openPanel([deploymentOf(backend)]);
  const histogram = page.getByRole('img', { name: /^Events from/ });
  await expect.poll(() => histogram.element().querySelector('.u-over')).toBeTruthy();
  expect(await shifts('[role=grid]')).toEqual([]);
});

test('brushing the histogram shows only the events of that time', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2dragged' }));
  await filter.fill('user:user_2dragged');
  await expect.poll(() => shownRows().length).toBe(1);
  // The completions would lie over the histogram.
  (grid.element() as HTMLElement).focus();
  const histogram = page.getByRole('img', { name: /^Events from/ });
  await expect.poll(() => histogram.element().querySelector('.u-over')).toBeTruthy();
  const over = page.elementLocator(histogram.element().querySelector('.u-over')!);
  const { width } = over.element().getBoundingClientRect();
  const brush = (from: number, until: number) =>
    userEvent.dragAndDrop(over, over, {
      sourcePosition: { x: from * width, y: 10 },
      targetPosition: { x: until * width, y: 10 },
    });
  const chip = (end: string) =>
    page.getByRole('button', { name: new RegExp(`^Remove filter ${end}:`) });

  // The one event is in the last of at least 60 bars.
  await brush(0.1, 0.5);
  await expect.element(chip('after')).toBeVisible();
  await expect.element(chip('before')).toBeVisible();
  await expect.poll(() => shownRows()).toEqual([]);
  await expect.element(grid).toHaveFocus();

  await brush(0.5, 0.998);
  await expect.poll(shownRows).toEqual([expect.stringContaining(ada.first_name)]);
  await expect.element(chip('after')).toBeVisible();

  // A click does not brush; it removes the limits of time.
  await over.click({ position: { x: 0.2 * width, y: 10 } });
  await expect.element(chip('after')).not.toBeInTheDocument();
  await expect.element(chip('before')).not.toBeInTheDocument();
  await expect.element(filter).toHaveValue('user:user_2dragged');
});

test('a time at the edge of the histogram is left out rather than cut', async () => {
  const drawn = vi.spyOn(CanvasRenderingContext2D.prototype, 'fillText');
  try {
    await openPanel([deploymentOf(backend)]);
    await deliver(backend, userCreated());
    const histogram = page.getByRole('img', { name: /^Events from/ });
    await expect.poll(() => drawn.mock.calls.length).toBeGreaterThan(3);
    const width = histogram.element().clientWidth * devicePixelRatio;
    for (const [index, [text, x]] of drawn.mock.calls.entries()) {
      const context = drawn.mock.contexts[index] as CanvasRenderingContext2D;
      const half = context.measureText(text).width / 2;
      expect(x).toBeGreaterThanOrEqual(half);
      expect(x).toBeLessThanOrEqual(width - half);
    }
  } finally {
    drawn.mockRestore();
  }
});

test('the histogram says that no event matches the filter', async () => {
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated());
  await filter.fill('type:nothing.ever');
  await expect
    .element(page.getByText('No loaded event matches the filter at any time'))
    .toBeVisible();
});

test('the histogram is brushed, and the brush removed, with the keyboard', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2brushed' }));
  await filter.fill('user:user_2brushed');
  await expect.poll(() => shownRows().length).toBe(1);
  const before = page.getByRole('slider', { name: 'Show events before' });
  const chip = page.getByRole('button', { name: /^Remove filter before:/ });
  // The one event is in the last bar, which is counted a moment later.
  await expect.element(before).toBeInTheDocument();
  (before.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(chip).toBeVisible();
  await expect.poll(() => shownRows().length).toBe(0);
  await userEvent.keyboard('{End}');
  await expect.element(chip).not.toBeInTheDocument();
  await expect.poll(() => shownRows().length).toBe(1);
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(chip).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(chip).not.toBeInTheDocument();
  await expect.element(before).toHaveFocus();
});

test('the pointer over a bar shows its time and counts, and a click shows only its events', async () => {
  const ada = someone();
  await openPanel([deploymentOf(backend)]);
  await deliver(backend, userCreated({ ...ada, id: 'user_2clicked' }));
  await filter.fill('user:user_2clicked');
  await expect.poll(() => shownRows().length).toBe(1);
  // The completions would lie over the histogram.
  (grid.element() as HTMLElement).focus();
  const histogram = page.getByRole('img', { name: /^Events from .*: 1 applied$/ });
  await expect.poll(() => histogram.element().querySelector('.u-over')).toBeTruthy();
  const over = page.elementLocator(histogram.element().querySelector('.u-over')!);
  const { width } = over.element().getBoundingClientRect();
  await over.hover({ position: { x: 0.5 * width, y: 10 } });
  await expect.element(page.getByText('none', { exact: true })).toBeVisible();
  // The one event is in the last of at least 60 bars.
  await over.hover({ position: { x: 0.998 * width, y: 10 } });
  await expect.element(page.getByText('1 applied', { exact: true })).toBeVisible();
  await over.click({ position: { x: 0.998 * width, y: 10 } });
  await expect.element(page.getByRole('button', { name: /^Remove filter after:/ })).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^Remove filter before:/ })).toBeVisible();
  await expect.poll(shownRows).toEqual([expect.stringContaining(ada.first_name)]);
});
