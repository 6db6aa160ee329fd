/** The panel as a part of DevTools: its theme, and what is kept when DevTools closes. */
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setTheme } from '../../local/demo/browser/devtools.ts';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { deliverMira } from './people.ts';

let backend: Backend;
let browser: PanelBrowser;
let page: Page;
let panel: PanelDriver;

beforeAll(async () => {
  backend = await Backend.start();
  await deliverMira(backend);
  browser = await PanelBrowser.launch();
  await browser.connect(backend);
  page = await browser.openPage(`${backend.url}/version`);
  await openDevTools();
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

async function openDevTools(): Promise<void> {
  panel = await browser.openDevTools(page);
  await panel.find('grid', 'Webhook events');
}

test('the panel is dark when DevTools is, at once and when it opens', async () => {
  await setTheme(panel.page, 'dark');
  await expect.poll(() => panel.theme()).toEqual({ name: 'dark', background: 'rgb(31, 32, 35)' });
  await panel.page.close();
  await openDevTools();
  expect(await panel.theme()).toEqual({ name: 'dark', background: 'rgb(31, 32, 35)' });
  await setTheme(panel.page, 'light');
  await expect
    .poll(() => panel.theme())
    .toEqual({ name: 'light', background: 'rgb(255, 255, 255)' });
});

test('filter, selection and tab survive closing DevTools and reloading the page', async () => {
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

  await panel.page.close();
  await openDevTools();
  await expect.poll(() => panel.rows()).toEqual(filtered);
  expect(await panel.selectedRow()).toMatch(/user\.created/);
  await expect.poll(() => panel.tabText()).toContain('svix-id');
});

test('a tab that is opened again at its address shows the event that was open', async () => {
  const opened = await browser.openTab();
  await opened.open('Mira Holm');
  await expect.poll(() => opened.page.url()).toContain('#event=');
  const address = opened.page.url();
  await opened.open('Mira Vale');
  await opened.page.close();

  const again = await browser.openTab(address);
  await expect.poll(() => again.selectedRow()).toMatch(/user\.created \| Mira Holm/);
  await expect
    .poll(() => again.text('[aria-label="Delivery"] h2'))
    .toBe('Added Mira Holm to users.');
});
