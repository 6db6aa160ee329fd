/** The QA engineer's story, in the panel opened as a tab, by keyboard alone. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { anyApi } from 'convex/server';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium } from '../../local/demo/chromium.ts';
import { profileOf, saveProfile, signUp, type ClerkUser } from '../../local/demo/clerkUser.ts';
import { copyFunctions } from '../fixtures/functionsCopy.ts';
import { Backend } from './backend.ts';
import { PanelDriver } from './panelDriver.ts';

const BROKEN = `export async function onUserChange(_ctx, change) {
  if (change.kind === 'update') throw new Error('The mail service is down');
}`;

let folder: string;
let working: string;
let backend: Backend;
let browser: Browser;
let panel: PanelDriver;

const mira = signUp({ firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' }, Date.now());
const ivo = signUp({ firstName: 'Ivo', lastName: 'Junip', email: 'ivo@example.com' }, Date.now());

beforeAll(async () => {
  folder = await copyFunctions();
  working = await readFile(handlerFile(), 'utf8');
  await writeFile(handlerFile(), BROKEN);
  backend = await Backend.start(join(folder, 'convex'));

  const launched = await launchWithExtension({
    executablePath: (await findChromium())!,
    headless: true,
    args: ['--no-sandbox', '--window-size=1400,900'],
  });
  browser = launched.browser;
  const page = await browser.newPage();
  await page.goto(`chrome-extension://${launched.extensionId}/panel.html`);
  panel = new PanelDriver(page.mainFrame(), page);
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
  await rm(folder, { recursive: true });
});

test('the connect form names a key that is refused, and connects with a good one', async () => {
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

test('a failing handler and a forged delivery are told apart, each with its cause', async () => {
  for (const user of [mira, ivo]) {
    expect(await backend.deliver('user.created', user)).toMatchObject({ outcome: 'applied' });
  }
  for (const user of [mira, ivo]) {
    expect(await backend.deliver('user.updated', moved(user))).toMatchObject({
      status: 500,
      outcome: 'failed',
    });
  }
  expect(await backend.forge(mira)).toMatchObject({ status: 400, outcome: 'rejected' });

  await expect
    .poll(() => panel.rows())
    .toEqual([
      expect.stringContaining('1 rejected'),
      expect.stringMatching(/user\.updated \| Ivo Junip \| .*failed/),
      expect.stringMatching(/user\.updated \| Mira Holm \| .*failed/),
      expect.stringMatching(/user\.created \| Ivo Junip \| .*applied/),
      expect.stringMatching(/user\.created \| Mira Holm \| .*applied/),
    ]);

  await tabTo('Webhook events');
  await press('Home');
  await expect.poll(() => panel.text('#root')).toMatch(/No signature matches/);
  await press('f');
  await expect.poll(() => panel.selectedRow()).toMatch(/failed/);
  await expect
    .poll(() => panel.text('[aria-label="Delivery"]'))
    .toMatch(/The mail service is down/);
});

test('once the handler is fixed, all that failed is re-dispatched together', async () => {
  await fixTheHandler();
  await tabTo('Re-dispatch many');
  await press('Enter');
  await pressUntilFocused('ArrowDown', 'All failed since');
  await press('Enter');
  await tabTo('Re-dispatch 2 events');
  await press('Enter');
  await expect.poll(() => panel.text('[aria-label="Batch"] [role=status]')).toMatch(/Done: 2 of 2/);
  expect(await panel.text('[aria-label="Batch"] ul')).toMatch(/applied\s+2/);
  await press('Escape');
  await expect.poll(async () => (await panel.rows()).length).toBe(7);
  expect((await panel.rows()).slice(0, 2)).toEqual([
    expect.stringMatching(/user\.updated \| Ivo Junip \| .*applied \| email/),
    expect.stringMatching(/user\.updated \| Mira Holm \| .*applied \| email/),
  ]);
});

test('an event is re-sent with another e-mail, after its difference and effect were seen', async () => {
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

test('the users table ends with what was sent last of each', async () => {
  await tabTo('Webhook events');
  await press('2');
  for (const [user, email] of [
    [mira, 'mira@new.example.com'],
    [ivo, 'ivo@changed.example.com'],
  ] as const) {
    await expect.poll(() => panel.text('[role=grid][aria-label="Users"]')).toContain(email);
    const found = await backend.client.query(api.users.get, {
      accessKey: backend.accessKey,
      clerk_id: user.id,
    });
    expect(found).toMatchObject({ user: { email }, tombstone: null });
  }
});

function moved(user: ClerkUser): ClerkUser {
  const email = profileOf(user).email.replace('@', '@new.');
  return saveProfile(user, { ...profileOf(user), email }, user.updated_at + 1);
}

function handlerFile(): string {
  return join(folder, 'convex/model/onUserChange.ts');
}

/** Beside the handler a function appears, which tells when the deployment has taken the change. */
async function fixTheHandler(): Promise<void> {
  await writeFile(handlerFile(), working);
  await writeFile(
    join(folder, 'convex/fixed.ts'),
    `import { query } from './_generated/server.js';\nexport const isLive = query(() => true);\n`,
  );
  await expect
    .poll(() => backend.client.query(anyApi.fixed!.isLive!).catch(() => false))
    .toBe(true);
}

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
