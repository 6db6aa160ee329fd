/** The developer's story, in the real DevTools window of a real Chromium. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPanel, launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium } from '../../local/demo/chromium.ts';
import { profileOf, saveProfile, signUp, type ClerkUser } from '../../local/demo/clerkUser.ts';
import { isDrawerOpen, openPanel, setDockSide } from '../../local/demo/devtools.ts';
import { Backend } from './backend.ts';
import { PanelDriver } from './panelDriver.ts';

let backend: Backend;
let browser: Browser;
let panel: PanelDriver;
let mira: ClerkUser = signUp(
  { firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' },
  Date.now(),
);

beforeAll(async () => {
  backend = await Backend.start();
  const launched = await launchWithExtension({
    executablePath: (await findChromium())!,
    headless: true,
    args: ['--no-sandbox', '--window-size=1400,900'],
  });
  browser = launched.browser;
  const { url, accessKey } = backend;
  await connectPanel(browser, { id: 'story', name: 'story', url, accessKey });
  const page = await browser.newPage();
  await page.goto(`${url}/version`);
  const opened = await openPanel(page, launched.extensionId);
  await setDockSide(opened.devtools, 'undocked');
  panel = new PanelDriver(opened.panel, opened.devtools);
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

test('the panel connects by itself and says so', async () => {
  await expect.poll(() => panel.connection()).toContain('live');
  expect(await panel.rows()).toEqual([]);
});

test('a signed delivery becomes a row without a reload', async () => {
  expect(await backend.deliver('user.created', mira)).toMatchObject({ outcome: 'applied' });
  await expect
    .poll(() => panel.rows())
    .toEqual([expect.stringMatching(/user\.created \| Mira Holm \| .*applied/)]);
});

test('opening a delivery shows the changed fields before and after', async () => {
  mira = saveProfile(mira, { ...profileOf(mira), email: 'holm@example.com' }, Date.now() + 1);
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.rows()).toHaveLength(2);
  await panel.open('user.updated');
  await panel.click('tab', 'Change');
  await expect.poll(() => panel.tabText()).toMatch(/email\s+mira@example\.com\W+holm@example\.com/);
});

test('a second user.updated shows what its payload has otherwise than the first', async () => {
  mira = saveProfile(mira, { ...profileOf(mira), last_name: 'Vale' }, Date.now() + 2);
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.rows()).toHaveLength(3);
  await panel.open('Mira Vale');
  await panel.click('tab', 'Diff');
  await expect.poll(() => panel.tabText()).toMatch(/last_name[^]*Holm[^]*Vale/);
  expect(await panel.tabText()).not.toContain('holm@example.com');
});

test('Re-dispatch adds a row tied to its original, selects it and shows its outcome', async () => {
  const earlier = await panel.rows();
  await panel.click('button', 'Re-dispatch');
  await expect
    .poll(() => panel.rows())
    .toEqual([expect.stringMatching(/user\.updated \| Mira Vale \| .*unchanged/), ...earlier]);
  await expect.poll(() => panel.selectedRow()).toMatch(/unchanged/);
  await expect.poll(() => panel.text('[aria-label="Re-dispatch"]')).toMatch(/unchanged/);

  await panel.page.keyboard.press('g');
  await expect.poll(() => panel.selectedRow()).toMatch(/applied/);
  await panel.click('tab', 'Attempts');
  await expect.poll(() => panel.tabText()).toMatch(/unchanged[^]*npm start/);
});

test('Escape closes what is open in the panel, and opens the Console drawer only after that', async () => {
  const { page: devtools } = panel;
  await panel.open('user.updated');
  for (const [role, opener, opened] of [
    ['button', 'Keyboard shortcuts', '[role=dialog]'],
    ['button', 'Copy and export', '[role=menu]'],
    ['button', 'Columns', '[role=dialog]'],
    ['tab', 'Payload', 'aside[aria-label=Inspector] [role=tabpanel]'],
  ] as const) {
    await panel.click(role, opener);
    await expect.poll(() => panel.text(opened)).not.toBeNull();
    await devtools.keyboard.press('Escape');
    await expect.poll(() => panel.text(opened)).toBeNull();
  }
  expect(await panel.focused()).toBe('Webhook events');
  expect(await isDrawerOpen(devtools)).toBe(false);
  await devtools.keyboard.press('Escape');
  await expect.poll(() => isDrawerOpen(devtools)).toBe(true);
  await devtools.keyboard.press('Escape');
  await expect.poll(() => isDrawerOpen(devtools)).toBe(false);
});

test('a killed server is told as offline, then live again, and nothing is missing', async () => {
  await backend.kill();
  await expect.poll(() => panel.connection()).toContain('offline');
  await backend.startAgain();
  mira = saveProfile(mira, { ...profileOf(mira), last_name: 'Back' }, Date.now() + 3);
  await backend.deliver('user.updated', mira);
  await expect.poll(() => panel.connection()).toContain('live');
  await expect.poll(() => panel.rows()).toHaveLength(5);
  expect((await panel.rows())[0]).toMatch(/user\.updated \| Mira Back \| .*applied/);
});
