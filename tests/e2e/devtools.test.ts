/** The panel as a part of DevTools: its theme, and what is kept when DevTools closes. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPanel, launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium } from '../../local/demo/chromium.ts';
import { profileOf, saveProfile, signUp } from '../../local/demo/clerkUser.ts';
import { openPanel, setTheme } from '../../local/demo/devtools.ts';
import { Backend } from './backend.ts';
import { PanelDriver } from './panelDriver.ts';

let backend: Backend;
let browser: Browser;
let extensionId: string;
let page: Page;
let devtools: Page;
let panel: PanelDriver;

beforeAll(async () => {
  backend = await Backend.start();
  const mira = signUp({ firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' }, 1e12);
  await backend.deliver('user.created', mira);
  const profile = { ...profileOf(mira), last_name: 'Vale' };
  await backend.deliver('user.updated', saveProfile(mira, profile, 1e12 + 1));
  await backend.forge(mira);

  const launched = await launchWithExtension({
    executablePath: (await findChromium())!,
    headless: true,
    args: ['--no-sandbox', '--window-size=1400,900'],
  });
  ({ browser, extensionId } = launched);
  const { url, accessKey } = backend;
  await connectPanel(browser, { id: 'story', name: 'story', url, accessKey });
  page = await browser.newPage();
  await page.goto(`${url}/version`);
  await openDevTools();
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

async function openDevTools(): Promise<void> {
  const opened = await openPanel(page, extensionId);
  devtools = opened.devtools;
  panel = new PanelDriver(opened.panel, devtools);
  await panel.find('grid', 'Webhook events');
}

test('the panel is dark when DevTools is, at once and when it opens', async () => {
  await setTheme(devtools, 'dark');
  await expect.poll(() => panel.theme()).toEqual({ name: 'dark', background: 'rgb(31, 32, 35)' });
  await devtools.close();
  await openDevTools();
  expect(await panel.theme()).toEqual({ name: 'dark', background: 'rgb(31, 32, 35)' });
  await setTheme(devtools, 'light');
  await expect
    .poll(() => panel.theme())
    .toEqual({ name: 'light', background: 'rgb(255, 255, 255)' });
});

test('filter, selection and tab are as they were when DevTools closes, or the page reloads', async () => {
  await (await panel.find('textbox', 'Filter events')).type('-outcome:rejected');
  await panel.open('user.created');
  await panel.click('tab', 'Headers');
  await expect.poll(() => panel.tabText()).toContain('svix-id');
  const filtered = [
    expect.stringMatching(/user\.updated \| Mira Vale/),
    expect.stringMatching(/user\.created \| Mira Holm/),
  ];
  await expect.poll(() => panel.rows()).toEqual(filtered);

  await page.reload();
  expect(await panel.rows()).toEqual(filtered);
  expect(await panel.tabText()).toContain('svix-id');

  await devtools.close();
  await openDevTools();
  await expect.poll(() => panel.rows()).toEqual(filtered);
  expect(await panel.selectedRow()).toMatch(/user\.created/);
  await expect.poll(() => panel.tabText()).toContain('svix-id');
});

test('a copied link opens the panel as a tab at its event', async () => {
  const tab = await browser.newPage();
  await browser
    .defaultBrowserContext()
    .overridePermissions(`chrome-extension://${extensionId}`, ['clipboard-read']);
  await tab.goto(`chrome-extension://${extensionId}/panel.html`);
  const opened = new PanelDriver(tab.mainFrame(), tab);
  await opened.open('Mira Holm');
  await opened.click('button', 'Copy and export');
  await opened.click('menuitem', 'Copy link to this event');
  await expect.poll(() => opened.text('[aria-label="Delivery"] header')).toContain('Copied');
  const link = await tab.evaluate(() => navigator.clipboard.readText());
  await opened.open('Mira Vale');
  await tab.close();

  const linked = await browser.newPage();
  await linked.goto(link);
  const at = new PanelDriver(linked.mainFrame(), linked);
  await expect.poll(() => at.selectedRow()).toMatch(/user\.created \| Mira Holm/);
  await expect.poll(() => at.text('[aria-label="Delivery"] h2')).toBe('Added Mira Holm.');
});
