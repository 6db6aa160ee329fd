/** A headless Firefox with the last build of the extension. */
import { readFileSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';
import { FIREFOX_BUILD } from '../../local/demo/browser/extensionBuild.ts';
import { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { PATIENCE_MS } from '../fixtures/patience.ts';

/** Firefox gives every installed extension an address of its own, unless told one. */
const HOST = '5d8f1c9a-3a54-4c6e-9f0e-0b7a4f6f2d11';

export async function launchFirefox(executablePath: string): Promise<Browser> {
  const manifest = JSON.parse(readFileSync(`${FIREFOX_BUILD}/manifest.json`, 'utf8'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    timeout: PATIENCE_MS,
    headless: true,
    // Otherwise no page of an extension can be opened.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({
        [manifest.browser_specific_settings.gecko.id]: HOST,
      }),
    },
  });
  await browser.installExtension(FIREFOX_BUILD);
  return browser;
}

/** Opens the panel as a tab and connects it by its form. It is then connected in DevTools, too. */
export async function connectFirefox(
  browser: Browser,
  { url, accessKey }: { url: string; accessKey: string },
): Promise<PanelDriver> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  // Firefox does not tell when a page of an extension has loaded.
  await page.goto(`moz-extension://${HOST}/panel.html`, { waitUntil: [] });
  const panel = new PanelDriver(page.mainFrame(), page);
  await panel.find('form', 'Connect');
  await (await panel.find('textbox', 'Deployment URL')).type(url);
  await (await panel.find('textbox', 'Access key')).type(accessKey);
  await panel.click('button', 'Connect');
  await panel.find('status', 'Connection');
  return panel;
}
