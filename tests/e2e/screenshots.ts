/** `npm run screenshots`: the pictures of the README, of a panel that some traffic has gone through. */
import { mkdir } from 'node:fs/promises';
import type { Page } from 'puppeteer-core';
import { connectPanel, launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium, HOW_TO_GET_A_BROWSER } from '../../local/demo/chromium.ts';
import { Directory } from '../../local/demo/directory.ts';
import { openPanel, setDockSide, setTheme } from '../../local/demo/devtools.ts';
import { buildExtensionIfStale } from '../../local/demo/extensionBuild.ts';
import { Sender } from '../../local/demo/sender.ts';
import { runTraffic } from '../../local/demo/traffic.ts';
import { clerkEvent, signUp } from '../../local/demo/clerkUser.ts';
import { signedInPerson } from '../../local/demo/people.ts';
import { Backend, SECRET } from './backend.ts';
import { PanelDriver } from './panelDriver.ts';

const FOLDER = 'docs';
const DELIVERIES = 40;

const executablePath = await findChromium();
if (executablePath === null) throw new Error(`There is no browser. ${HOW_TO_GET_A_BROWSER}`);
await buildExtensionIfStale();
await mkdir(FOLDER, { recursive: true });

const backend = await Backend.start();
await sendTraffic();
const { browser, extensionId } = await launchWithExtension({
  executablePath,
  headless: true,
  args: ['--window-size=1400,900'],
});
try {
  const { url, accessKey } = backend;
  await connectPanel(browser, { id: 'shots', name: 'acme-dev', url, accessKey });
  await inDevTools();
  await inTab();
} finally {
  await browser.close();
  await backend.stop();
}

async function inDevTools(): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${backend.url}/version`);
  const { devtools, panel } = await openPanel(page, extensionId);
  await setDockSide(devtools, 'undocked');
  const driver = new PanelDriver(panel, devtools);
  await driver.open('email');
  for (const theme of ['light', 'dark'] as const) {
    await setTheme(devtools, theme);
    await shoot(devtools, `panel-${theme}`);
  }
  await page.close();
}

async function inTab(): Promise<void> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.goto(`chrome-extension://${extensionId}/panel.html`);
  const driver = new PanelDriver(page.mainFrame(), page);
  await driver.find('grid', 'Webhook events');
  await driver.open('email');
  for (const tab of ['Change', 'Payload', 'Diff', 'Headers', 'Attempts', 'User']) {
    await driver.click('tab', tab);
    await shoot(page, `tab-${tab.toLowerCase()}`);
  }
  await driver.click('tab', 'Overview');
  await driver.click('button', 'Preview re-dispatch');
  await shoot(page, 'preview');
  await page.keyboard.press('Escape');
  await driver.click('button', 'Edit and re-dispatch');
  await shoot(page, 'edit');
  await page.keyboard.press('Escape');
  await driver.open('rejected');
  await shoot(page, 'rejection');
  await page.keyboard.press('2');
  await driver.find('grid', 'Users');
  await shoot(page, 'users');
  await page.keyboard.press('1');
  await page.setViewport({ width: 360, height: 720 });
  await shoot(page, 'narrow');
  await page.setViewport({ width: 1600, height: 900 });
  await shoot(page, 'wide');
}

async function shoot(page: Page, name: string): Promise<void> {
  // Queries answer and rows fade in meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
  process.stdout.write(`${FOLDER}/${name}.png\n`);
}

async function sendTraffic(): Promise<void> {
  const sender = new Sender(backend.webhookUrl, SECRET, () => {});
  const directory = new Directory([], () => {});
  const mira = directory.put(signUp(signedInPerson, Date.now()));
  await sender.send(clerkEvent('user.created', mira, Date.now()), 'Mira Holm');
  let waits = 0;
  const wait = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (++waits > DELIVERIES) throw new Error('enough');
  };
  await runTraffic({ directory, sender, signingSecret: SECRET, random: Math.random, wait }).catch(
    () => {},
  );
  sender.stop();
}
