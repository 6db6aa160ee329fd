/** `npm run screenshots`: takes the pictures of the README, of a panel with some traffic. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { api } from '../../convex/_generated/api.js';
import { ndjsonOf } from '../../extension/transfer/ndjson.ts';
import { recordOf } from '../../extension/transfer/deliveryRecord.ts';
import { setTheme } from '../../local/demo/browser/devtools.ts';
import { buildExtensionIfStale } from '../../local/demo/browser/extensionBuild.ts';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { Backend } from './backend.ts';
import { copyWithFailingHandler, sendTraffic } from './screenshotTraffic.ts';

const FOLDER = 'docs';

await buildExtensionIfStale();
await mkdir(FOLDER, { recursive: true });

const functions = await copyWithFailingHandler();
const backend = await Backend.start(join(functions, 'convex'));
const browser = await PanelBrowser.launch();
try {
  await unconnected();
  await browser.connect(backend, 'acme-dev');
  await withoutEvents();
  await sendTraffic(backend);
  await inDevTools();
  await inTab();
} finally {
  await browser.close();
  await backend.stop();
  await rm(functions, { recursive: true });
}

async function inDevTools(): Promise<void> {
  // A page without an error, which DevTools would count in its toolbar.
  const page = await browser.openPage('data:text/html,<!doctype html><link rel=icon href=data:,>');
  const driver = await browser.openDevTools(page, 'undocked');
  const devtools = driver.page;
  await driver.open('email');
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(devtools, theme);
    await shoot(devtools, `panel-${theme}`);
  }
  await page.close();
}

/** The panel in a tab of its own. */
async function openTab(): Promise<{ page: Page; driver: PanelDriver }> {
  const driver = await browser.openTab();
  await driver.page.setViewport({ width: 1280, height: 800 });
  return { page: driver.page, driver };
}

async function unconnected(): Promise<void> {
  const { page, driver } = await openTab();
  await driver.find('form', 'Connect');
  await shoot(page, 'connect');
  await page.close();
}

async function withoutEvents(): Promise<void> {
  const { page, driver } = await openTab();
  await driver.find('status', 'Connection');
  await shoot(page, 'empty');
  await page.close();
}

async function inTab(): Promise<void> {
  const { page, driver } = await openTab();
  await driver.find('grid', 'Webhook events');
  await driver.open('email');
  const shootTab = async (tab: string) => {
    await driver.click('tab', tab);
    await shoot(page, `tab-${tab.toLowerCase()}`);
  };
  for (const tab of ['Change', 'Payload', 'Diff', 'Headers', 'User']) await shootTab(tab);
  await driver.open('Nora');
  await shootTab('Attempts');
  await driver.open('email');
  await driver.click('tab', 'Overview');
  await driver.click('button', 'Edit and re-dispatch');
  await driver.click('button', 'Set updated_at to now');
  await (await driver.find('textbox', 'Last name')).type('-Berg');
  await page.waitForSelector('[role=dialog] ::-p-text(last_name)');
  await shoot(page, 'edit');
  await page.keyboard.press('Escape');
  await driver.click('button', 'Discard it');
  await menusAndSheets(page, driver);
  const filter = await driver.find('textbox', 'Filter events');
  await filter.type('outcome:rejected');
  await page.keyboard.press('Escape');
  await driver.open('rejected');
  await shoot(page, 'rejection');
  await driver.click('button', 'Remove filter outcome:rejected');
  await driver.open('failed');
  await shoot(page, 'failed');
  await driver.click('button', 'Bulk re-dispatch');
  await page.keyboard.press('End');
  await shoot(page, 'menu');
  await page.keyboard.press('Escape');
  await mended(page, driver);
  await page.keyboard.press('2');
  await page.waitForSelector('[aria-label="Users"] [role=gridcell]');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await shoot(page, 'users');
  await page.keyboard.press('1');
  await page.setViewport({ width: 360, height: 720 });
  await shoot(page, 'narrow');
  await page.setViewport({ width: 1600, height: 900 });
  await shoot(page, 'wide');
}

/** The preview of re-dispatching the failure, now that its cause is gone. */
async function mended(page: Page, driver: PanelDriver): Promise<void> {
  await backend.setEnvironment({ MAIL: 'up' });
  await driver.click('button', 'Preview re-dispatch');
  await page.waitForSelector('[role=dialog] ::-p-text(otto)');
  await shoot(page, 'preview');
  await page.keyboard.press('Escape');
  await driver.click('button', 'Bulk re-dispatch');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=dialog] ::-p-text(otto)');
  await shoot(page, 'batch');
  await page.keyboard.press('Escape');
}

/** Views that open over or above the timeline. */
async function menusAndSheets(page: Page, driver: PanelDriver): Promise<void> {
  for (const [button, name] of [
    ['Views', 'views'],
    ['Columns', 'columns'],
  ] as const) {
    await driver.click('button', button);
    await shoot(page, name);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('?');
  await shoot(page, 'keyboard');
  await page.keyboard.press('Escape');
  await driver.click('button', 'Search payloads');
  await (await driver.find('textbox', 'Search payloads')).type('holm');
  await page.keyboard.press('Enter');
  await driver.open('user.created');
  await shoot(page, 'search');
  await driver.click('button', 'Close search');
  await imported(page, driver);
}

/** The newest deliveries, read back from a file of them. */
async function imported(page: Page, driver: PanelDriver): Promise<void> {
  const older = await backend.client.query(api.webhookAudit.older, {
    accessKey: backend.accessKey,
    before: null,
  });
  const ids = older.rows.slice(0, 20).map(({ _id }) => _id);
  const deliveries = await Promise.all(
    ids.map(async (id) => {
      const args = { accessKey: backend.accessKey, id };
      return await backend.client.query(api.webhookAudit.get, args);
    }),
  );
  const file = join(functions, 'from-qa.ndjson');
  await writeFile(file, ndjsonOf(deliveries.map((delivery) => recordOf(delivery, true))));
  const input = await page.waitForSelector('input[type=file]');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(file);
  await driver.find('region', 'Imported file');
  await driver.open('email');
  await shoot(page, 'import');
  await driver.click('button', 'Back to the live events');
  await page.waitForSelector('[aria-label="Imported file"]', { hidden: true });
}

async function shoot(page: Page, name: string): Promise<void> {
  // Queries answer and rows fade in meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  process.stdout.write(`${FOLDER}/${name}.png\n`);
}
