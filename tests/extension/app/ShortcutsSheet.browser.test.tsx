import { beforeAll, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ownBackend } from '../../fixtures/browser/ownBackend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, deploymentOf, openPanel } from '../../fixtures/browser/panel.tsx';

/** Every printable ASCII character but the space. */
const CHARACTERS = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n));

const NAMED_KEYS = [
  ' ',
  ...'ArrowDown ArrowUp ArrowLeft ArrowRight Home End PageUp PageDown Enter Tab'.split(' '),
  ...'Backspace Delete Insert F2 F5 Escape'.split(' '),
];

const backend = ownBackend();

const grid = page.getByRole('grid', { name: 'Webhook events' });

beforeAll(async () => {
  await deliver(backend, userCreated());
});

test('the sheet behind ? lists every key that the timeline takes, and no other character', async () => {
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
  const taken = await takenOf(NAMED_KEYS);
  expect(taken).toContain('Escape');
  await expect.element(inspector).not.toBeInTheDocument();
  const withCtrl = (await takenOf(CHARACTERS, true)).map((key) => `Ctrl ${key}`);
  taken.push(...(await takenOf(CHARACTERS)));
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

/** Presses each key in the timeline, and returns there from the Users view. */
async function takenOf(keys: readonly string[], ctrlKey = false): Promise<string[]> {
  const taken: string[] = [];
  for (const key of keys) {
    if (press(key, ctrlKey)) taken.push(key);
    if (document.querySelector('[aria-label="Webhook events"]') !== null) continue;
    press('1');
    await expect.element(grid).toBeVisible();
  }
  return taken;
}

function press(key: string, ctrlKey = false): boolean {
  // The Users view has no grid while it loads.
  const target = document.querySelector('[role=grid]') ?? document.body;
  const event = new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true });
  return !target.dispatchEvent(event);
}
