/** The demo: an app with Clerk's SDK, the stand-in for Clerk, and the panel in its DevTools. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../fixtures/eventually.ts';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { demoRecord, outputOf, spawnDemo } from './demoProcess.ts';

let folder: string;
let demo: ChildProcess;
let browser: PanelBrowser;
let page: Page;
let panel: PanelDriver;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'));
  demo = spawnDemo(folder, 'start.ts');
  const said = outputOf(demo);
  await eventually(() => expect(said()).toMatch(/user\.created .* applied/));
  const url = /Deployment +(\S+)/.exec(said())![1]!;
  const { accessKey, running } = demoRecord(folder);

  browser = await PanelBrowser.launch();
  await browser.connect({ url, accessKey: accessKey! });
  page = await browser.openPage(running!.url);
  panel = await browser.openDevTools(page);
});

afterAll(async () => {
  await browser?.close();
  if (demo?.kill('SIGINT')) await once(demo, 'close');
  rmSync(folder, { recursive: true });
});

const textOf = (selector: string) =>
  page.$eval(selector, (found) => (found as HTMLElement).innerText);

test('Save sends a signed webhook, which is a row in the panel and in the users table beside it', async () => {
  await expect.poll(() => panel.connection()).toContain('live');
  await expect.poll(() => textOf('#row-state')).toBe('Live.');

  const lastName = await page.waitForSelector('#profile [name=lastName]');
  await lastName!.click({ count: 3 });
  await lastName!.type('Quillon');
  await page.click('#profile button[type=submit]');
  await expect.poll(() => textOf('#said')).toMatch(/^Saved at Clerk/);

  await expect
    .poll(async () => (await panel.rows()).find((row) => row.includes('Quillon')))
    .toMatch(/user\.updated \| \w+ Quillon \| .*applied \| users: last_name/);
  await expect.poll(() => textOf('#row')).toMatch(/last_name\s+Quillon/);
});
