import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import { expectAccessibleInBothThemes } from '../../../fixtures/browser/accessible.ts';
import type { StartedBackend } from '../../../fixtures/browser/backendCommands.ts';
import { ownBackend } from '../../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../../fixtures/browser/panel.tsx';

const backend = ownBackend();
const grid = page.getByRole('grid', { name: 'Webhook events' });
const inspector = page.getByRole('complementary', { name: 'Inspector' });
const dialog = page.getByRole('dialog');
const tooltip = page.getByRole('tooltip');
const button = (name: string) => page.getByRole('button', { name, exact: true });
const PAUSE = 'Pause (p): events wait, none is lost';

beforeAll(async () => {
  await deliver(backend, userCreated());
});
afterEach(async () => {
  await commands.emulateMedia(null);
  delete document.documentElement.dataset.theme;
});

/** Opens an event in the inspector, and moves the pointer to where nothing has a tooltip. */
async function open(as: StartedBackend = backend): Promise<void> {
  await openPanel([deploymentOf(as)]);
  await grid.getByRole('row', { name: /user.created/ }).click();
  await expect.element(button('Re-dispatch')).toBeVisible();
}

/** Presses Tab until the element has the focus. */
async function tabTo(name: string): Promise<void> {
  await expect.element(button(name)).toBeVisible();
  const target = button(name).element();
  while (document.activeElement !== target) await userEvent.tab();
}

test('Tab shows the tooltip of the focused button beside it, and hides it when the focus moves on', async () => {
  await open();
  await tabTo('Pause');
  await expect.element(tooltip).toHaveTextContent(PAUSE);
  // The tooltip is measured above the page before it is placed.
  await expect.poll(() => tooltip.element().getBoundingClientRect().top).toBeGreaterThan(0);
  const shown = tooltip.element().getBoundingClientRect();
  const told = button('Pause').element().getBoundingClientRect();
  expect(shown.bottom <= told.top || shown.top >= told.bottom).toBe(true);
  await userEvent.tab();
  await expect.element(tooltip).toHaveTextContent('Hide everything so far');
});

test('the pointer shows a tooltip after a moment, and clicks pass through the tooltip', async () => {
  await open();
  await button('Pause').hover();
  await expect.element(tooltip).toHaveTextContent(PAUSE);
  await expect.poll(() => tooltip.element().getBoundingClientRect().top).toBeGreaterThan(0);
  const { left, top, width, height } = tooltip.element().getBoundingClientRect();
  const below = document.elementFromPoint(left + width / 2, top + height / 2)!;
  expect(below.closest('[data-radix-popper-content-wrapper]')).toBeNull();
  await button('Pause').click();
  await expect.element(button('Resume')).toBeVisible();
  await expect.element(tooltip).not.toBeInTheDocument();
});

test("a tooltip describes its button even while it is hidden, and does not change the button's name", async () => {
  await open();
  await expect.element(button('Pause')).toHaveAttribute('aria-description', PAUSE);
  await expect.element(button('Pause')).not.toHaveAttribute('title');
  await button('Pause').hover();
  await expect.element(button('Pause')).toHaveAccessibleDescription(PAUSE);
});

describe('one Escape hides the tooltip and', () => {
  test.each(['the pointer', 'Tab'])(
    'closes the dialog in which %s showed the tooltip',
    async (by) => {
      await open();
      await tabTo('Preview re-dispatch');
      await userEvent.keyboard('{Enter}');
      const close = dialog.getByRole('button', { name: 'Close' });
      await expect.element(close).toHaveFocus();
      await expect.element(tooltip).not.toBeInTheDocument();
      if (by === 'the pointer') {
        await close.hover();
      } else {
        await userEvent.tab();
        await userEvent.tab({ shift: true });
      }
      await expect.element(tooltip).toHaveTextContent('Close (Escape)');
      expect(escape()).toBe(false);
      await expect.element(dialog).not.toBeInTheDocument();
      await expect.element(tooltip).not.toBeInTheDocument();
    },
  );

  test('closes a menu that is open beside it', async () => {
    await open();
    await button('Views').click();
    await expect.element(page.getByRole('menu')).toBeVisible();
    await button('Pause').hover();
    await expect.element(tooltip).toBeVisible();
    expect(escape()).toBe(false);
    await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
    await expect.element(tooltip).not.toBeInTheDocument();
  });

  test('closes the inspector', async () => {
    await open();
    await button('Pause').hover();
    await expect.element(tooltip).toBeVisible();
    expect(escape()).toBe(false);
    await expect.element(inspector).not.toBeInTheDocument();
    await expect.element(tooltip).not.toBeInTheDocument();
    // With nothing left to close, the browser handles the key.
    expect(escape()).toBe(true);
  });

  /** Whether the key reached the document, where DevTools would open its Console drawer. */
  function escape(): boolean {
    let isHeard = false;
    const hear = () => (isHeard = true);
    document.addEventListener('keydown', hear, { once: true });
    // The event is dispatched, so that nothing is drawn between its listeners.
    const press = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    document.activeElement!.dispatchEvent(press);
    document.removeEventListener('keydown', hear);
    return isHeard;
  }
});

test('a tooltip does not appear when a menu or a dialog returns the focus', async () => {
  await open();
  await tabTo('Views');
  await expect.element(tooltip).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('menu')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Views')).toHaveFocus();
  await expect.element(tooltip).not.toBeInTheDocument();

  await tabTo('Keyboard shortcuts');
  await expect.element(tooltip).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.element(dialog).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(button('Keyboard shortcuts')).toHaveFocus();
  await expect.element(tooltip).not.toBeInTheDocument();
});

test('a tooltip does not appear over the open menu of its own button', async () => {
  await open();
  await button('Views').click();
  await expect.element(page.getByRole('menu')).toBeVisible();
  await button('Pause').hover();
  await expect.element(tooltip).toHaveTextContent(PAUSE);
  await button('Views').hover();
  await expect.element(tooltip).not.toBeInTheDocument();
  // Longer than the pointer must rest to show a tooltip.
  await new Promise((resolve) => setTimeout(resolve, 700));
  await expect.element(tooltip).not.toBeInTheDocument();
});

test('a tooltip says why a re-dispatch is not possible, by keyboard and by pointer, and nothing is sent', async () => {
  const { accessKey } = await commands.issueAccessKey(backend.url, 'viewer');
  await open({ ...backend, accessKey });
  for (const name of ['Re-dispatch', 'Preview re-dispatch', 'Edit and re-dispatch']) {
    await tabTo(name);
    await expect.element(button(name)).toBeDisabled();
    await expect.element(button(name)).toHaveAccessibleDescription(/key is read-only/);
    await expect.element(tooltip).toMatchTextContent(/key is read-only/);
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard(' ');
  }
  await button('Preview re-dispatch').hover();
  await expect.element(tooltip).toMatchTextContent(/key is read-only/);
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(grid.getByRole('row').nth(2)).not.toBeInTheDocument();
});

test('axe finds nothing while a tooltip is shown, on the page and in a dialog', async () => {
  await open();
  await button('Pause').hover();
  await expect.element(tooltip).toBeVisible();
  await expectAccessibleInBothThemes();
  await userEvent.keyboard('?');
  await dialog.getByRole('button', { name: 'Close' }).hover();
  await expect.element(tooltip).toHaveTextContent('Close (Escape)');
  await expectAccessibleInBothThemes();
});

test('a tooltip has no animation, and has a border with forced colours', async () => {
  await commands.emulateMedia({ forcedColors: 'active' });
  await open();
  await button('Pause').hover();
  await expect.element(tooltip).toBeVisible();
  const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(tooltip.element());
  expect(parseFloat(borderTopWidth)).toBeGreaterThan(0);
  expect(borderTopColor).not.toBe(backgroundColor);
  expect(document.getAnimations()).toEqual([]);
});
