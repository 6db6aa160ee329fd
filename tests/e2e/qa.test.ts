/** The QA engineer's story, in the panel opened as a tab, by keyboard alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { HandlerFile } from './handlerFile.ts';
import { moved, newIvo, newMira } from './people.ts';

let handler: HandlerFile;
let backend: Backend;
let browser: PanelBrowser;
let panel: PanelDriver;

const mira = newMira();
const ivo = newIvo();

beforeAll(async () => {
  handler = await HandlerFile.copy();
  await handler.break();
  backend = await Backend.start(handler.functions);
  browser = await PanelBrowser.launch();
  panel = await browser.openTab();
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
  await handler?.remove();
});

test('the connect form says that a key is refused, and connects with a valid one', async () => {
  await tabTo('Deployment URL');
  await type(backend.url);
  await tabTo('Access key');
  await type('wdk_nobody');
  await press('Enter');
  await expect.poll(() => panel.text('[role=alert]')).toMatch(/access key/i);

  await tabTo('Access key');
  await press('Control+A');
  await type(backend.accessKey);
  await press('Enter');
  await expect.poll(() => panel.connection()).toContain('live');
});

test('a failing handler and a forged delivery are shown differently, each with its cause', async () => {
  for (const user of [mira, ivo]) {
    expect(await backend.deliver('user.created', user)).toMatchObject({ outcome: 'applied' });
  }
  for (const user of [moved(mira, 'mira@new.example.com'), moved(ivo, 'ivo@new.example.com')]) {
    expect(await backend.deliver('user.updated', user)).toMatchObject({
      status: 500,
      outcome: 'failed',
    });
  }
  expect(await backend.forge(mira)).toMatchObject({ status: 400, outcome: 'rejected' });

  await expect
    .poll(() => panel.rows())
    .toEqual(
      expect.arrayContaining([
        expect.stringContaining('1 rejected'),
        expect.stringMatching(/user\.updated \| Ivo Junip \| .*failed/),
        expect.stringMatching(/user\.updated \| Mira Holm \| .*failed/),
        expect.stringMatching(/user\.created \| Ivo Junip \| .*applied/),
        expect.stringMatching(/user\.created \| Mira Holm \| .*applied/),
      ]),
    );

  await tabTo('Webhook events');
  await press('Home');
  await expect.poll(() => panel.text('#root')).toMatch(/No signature matches/);
  await press('f');
  await expect.poll(() => panel.selectedRow()).toMatch(/failed/);
  await expect
    .poll(() => panel.text('[aria-label="Delivery"]'))
    .toMatch(/The mail service is down/);
});

test('once the handler is fixed, all failures are re-dispatched together', async () => {
  await handler.fix();
  await handler.isServedBy(backend);
  await tabTo('Bulk re-dispatch');
  await press('Enter');
  await pressUntilFocused('ArrowDown', 'Re-dispatch failed since');
  await press('Enter');
  await tabTo('Re-dispatch 2 deliveries');
  await press('Enter');
  await expect.poll(() => panel.text('[aria-label="Batch"] [role=status]')).toMatch(/Done: 2 of 2/);
  expect(await panel.text('[aria-label="Batch"] ul')).toMatch(/applied\s+2/);
  await press('Escape');
  for (const name of ['Ivo Junip', 'Mira Holm']) {
    await expect
      .poll(async () => (await panel.rows()).find((row) => row.includes(`user.updated | ${name}`)))
      .toMatch(/failed → .*applied by re-dispatch \| users: email/);
  }
});

test('an event is re-dispatched with another email, after its difference and effect are shown', async () => {
  await tabTo('Webhook events');
  await press('Home');
  await expect.poll(() => panel.selectedRow()).toMatch(/Ivo Junip/);
  await tabTo('Edit and re-dispatch');
  await press('Enter');
  await expect.poll(() => panel.focused()).toBe('Event body');
  await replaceInEditor('ivo@new.example.com', 'ivo@changed.example.com');
  await expect
    .poll(() => panel.text('[aria-label="Edited fields"]'))
    .toMatch(/ivo@new\.example\.com[^]*ivo@changed\.example\.com/);
  await expect
    .poll(() => panel.text('[role=dialog] [aria-label="Effect"]'))
    .toMatch(/email[^]*ivo@changed\.example\.com/);
  await pressUntilFocused('Tab', 'Re-dispatch');
  await press('Enter');
  await expect.poll(() => panel.text('[role=dialog]')).toBeNull();
  await expect
    .poll(() => panel.selectedRow())
    .toMatch(/user\.updated \| Ivo Junip \| .*applied[^]*email/);
});

test('the users table ends with the data that was sent last for each user', async () => {
  await tabTo('Webhook events');
  await press('2');
  for (const [user, email] of [
    [mira, 'mira@new.example.com'],
    [ivo, 'ivo@changed.example.com'],
  ] as const) {
    await expect.poll(() => panel.text('[role=grid][aria-label="Users"]')).toContain(email);
    const found = await backend.client.query(api.webhookAudit.user, {
      accessKey: backend.accessKey,
      clerk_id: user.id,
    });
    expect(found).toMatchObject({ row: { email }, subject: { deleted_at: null } });
  }
});

/** In the editor: finds the text, which selects it, and types another in its place. */
async function replaceInEditor(found: string, replacement: string): Promise<void> {
  await press('Control+f');
  await expect.poll(() => panel.focused()).toBe('Find');
  await type(found);
  await press('Enter');
  await press('Escape');
  await expect.poll(() => panel.focused()).toBe('Event body');
  await type(replacement);
}

function tabTo(name: string): Promise<void> {
  return pressUntilFocused('Tab', name);
}

async function pressUntilFocused(key: string, name: string): Promise<void> {
  await expect
    .poll(async () => {
      await press(key);
      return await panel.focused();
    })
    .toContain(name);
}

async function press(keys: string): Promise<void> {
  const { keyboard } = panel.page;
  const [last, ...modifiers] = keys.split('+').toReversed() as [any, ...any[]];
  for (const modifier of modifiers) await keyboard.down(modifier);
  await keyboard.press(last);
  for (const modifier of modifiers) await keyboard.up(modifier);
}

function type(text: string): Promise<void> {
  return panel.page.keyboard.type(text);
}
