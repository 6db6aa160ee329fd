import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { StartedBackend } from '../../fixtures/backendCommands.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/panel.tsx';

/** What can be typed, without the space. */
const CHARACTERS = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n));

const NAMED_KEYS = [
  ' ',
  ...'ArrowDown ArrowUp ArrowLeft ArrowRight Home End PageUp PageDown Enter Tab'.split(' '),
  ...'Backspace Delete Insert F2 F5 Escape'.split(' '),
];

let backend: StartedBackend;

const grid = page.getByRole('grid', { name: 'Webhook events' });

beforeAll(async () => {
  backend = await commands.startBackend();
  await deliver(backend, userCreated());
});
afterAll(() => commands.stopBackend(backend.url));

test('the sheet behind ? lists every key that the timeline takes, and no character that it does not', async () => {
  await openPanel([deploymentOf(backend)]);
  await expect.element(grid).toHaveFocus();
  await userEvent.keyboard('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await expect.element(sheet).toBeVisible();
  const listed = [...sheet.element().querySelectorAll('kbd')].flatMap(keysOf);
  await userEvent.keyboard('{Escape}');
  await expect.element(sheet).not.toBeInTheDocument();

  // Some keys do something only while an event is open. Escape, the last, closes it.
  await grid.getByRole('row', { name: /user.created/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect.element(inspector).toBeVisible();
  const taken = NAMED_KEYS.filter((key) => isTaken(key));
  expect(taken).toContain('Escape');
  await expect.element(inspector).not.toBeInTheDocument();
  taken.push(...CHARACTERS.filter((key) => isTaken(key)));
  const withCtrl = CHARACTERS.filter((key) => isTaken(key, true)).map((key) => `Ctrl ${key}`);
  expect(listed.filter((key) => key.startsWith('Ctrl '))).toEqual(withCtrl);
  expect(taken.filter((key) => !listed.includes(key))).toEqual([]);
  expect(CHARACTERS.filter((key) => listed.includes(key) && !taken.includes(key))).toEqual([]);
});

/** The keys that a line of the sheet names, as events name them: `f  Shift f` is f and F. */
function keysOf({ textContent }: Element): string[] {
  const names: Record<string, string> = {
    '↑': 'ArrowUp',
    '↓': 'ArrowDown',
    '←': 'ArrowLeft',
    '→': 'ArrowRight',
    Space: ' ',
    'Page ↑': 'PageUp',
    'Page ↓': 'PageDown',
    'Shift f': 'F',
  };
  const line = textContent.replace('Page ↑ ↓', 'Page ↑  Page ↓');
  return line.split(/ {2}|(?<!Page|Shift|Ctrl) /).map((name) => names[name] ?? name);
}

/** Presses the key in the timeline, and comes back there from the users. */
function isTaken(key: string, ctrlKey = false): boolean {
  const press = (pressed: string) =>
    !document
      .querySelector('[role=grid]')!
      .dispatchEvent(
        new KeyboardEvent('keydown', { key: pressed, ctrlKey, bubbles: true, cancelable: true }),
      );
  const taken = press(key);
  if (document.querySelector('[aria-label="Webhook events"]') === null) press('1');
  return taken;
}
