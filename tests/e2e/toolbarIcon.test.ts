/** The QA engineer's way in: the panel as a tab. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium } from '../../local/demo/chromium.ts';
import { PanelDriver } from './panelDriver.ts';

let browser: Browser;
let extensionId: string;

beforeAll(async () => {
  const executablePath = (await findChromium())!;
  const args = ['--no-sandbox'];
  ({ browser, extensionId } = await launchWithExtension({ executablePath, headless: true, args }));
});
afterAll(() => browser?.close());

test('a click on the toolbar icon opens the panel as a tab', async () => {
  const page = await browser.newPage();
  const extension = (await browser.extensions()).get(extensionId);
  await extension!.triggerAction(page);

  const url = `chrome-extension://${extensionId}/panel.html`;
  const tab = await browser.waitForTarget((target) => target.url() === url);
  expect(tab.type()).toBe('page');
  const panel = (await tab.page())!;
  await new PanelDriver(panel.mainFrame(), panel).find('form', 'Connect');
});
