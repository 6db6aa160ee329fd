/** What axe finds on the panel's views, light and dark, as they are built and styled for real. */
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPanel, launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium } from '../../local/demo/chromium.ts';
import { profileOf, saveProfile, signUp } from '../../local/demo/clerkUser.ts';
import { Backend } from './backend.ts';
import { PanelDriver } from './panelDriver.ts';

let backend: Backend;
let browser: Browser;
let page: Page;
let panel: PanelDriver;
let url: string;

beforeAll(async () => {
  backend = await Backend.start();
  const mira = signUp({ firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' }, 1e12);
  await backend.deliver('user.created', mira);
  const profile = { ...profileOf(mira), email: 'holm@example.com' };
  await backend.deliver('user.updated', saveProfile(mira, profile, 1e12 + 1));
  await backend.forge(mira);
  const launched = await launchWithExtension({
    executablePath: (await findChromium())!,
    headless: true,
    args: ['--no-sandbox', '--window-size=1400,900'],
  });
  browser = launched.browser;
  url = `chrome-extension://${launched.extensionId}/panel.html`;
  page = await browser.newPage();
  panel = new PanelDriver(page.mainFrame(), page);
});

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

test.each(['light', 'dark'])('the connect form, %s', async (theme) => {
  await openIn(theme);
  await panel.find('form', 'Connect');
  expect(await findings()).toEqual([]);
});

describe.each(['light', 'dark'])('connected, %s', (theme) => {
  beforeAll(async () => {
    const { url: deployment, accessKey } = backend;
    await connectPanel(browser, { id: 'axe', name: 'axe', url: deployment, accessKey });
    await openIn(theme);
  });

  test.each(['Overview', 'Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User'])(
    'the timeline and the tab %s',
    async (tab) => {
      await panel.open('user.updated');
      await panel.click('tab', tab);
      expect(await findings()).toEqual([]);
    },
  );

  test.each(['Preview re-dispatch', 'Edit and re-dispatch'])('the dialog %s', async (button) => {
    await panel.open('user.updated');
    await panel.click('button', button);
    await expect.poll(() => panel.text('[role=dialog]')).not.toBeNull();
    expect(await findings()).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.text('[role=dialog]')).toBeNull();
  });

  test('a rejection', async () => {
    await panel.open('rejected');
    await expect.poll(() => panel.text('#root')).toContain('No signature matches');
    expect(await findings()).toEqual([]);
  });

  test('the users', async () => {
    await panel.click('button', 'Users');
    await panel.find('grid', 'Users');
    expect(await findings()).toEqual([]);
    await panel.click('button', 'Timeline');
  });
});

async function openIn(theme: string): Promise<void> {
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(url);
}

async function findings(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
