import type { Browser, Target } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import type { Deployment } from '../../../extension/panel/settings.ts';
import { openPanel } from './devtools.ts';
import { CHROME_BUILD } from './extensionBuild.ts';

/** A busy machine may need a minute to start a browser. */
const GIVE_UP_AFTER_MS = 180_000;

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
];

export interface BrowserOptions {
  executablePath: string;
  headless: boolean;
  args?: string[];
}

/** A Chromium with the extension, in a new profile that is deleted when it closes. */
export async function launchWithExtension({
  executablePath,
  headless,
  args = [],
}: BrowserOptions): Promise<{ browser: Browser; extensionId: string }> {
  const isRoot = process.getuid?.() === 0;
  const browser = await puppeteer.launch({
    executablePath,
    timeout: GIVE_UP_AFTER_MS,
    headless,
    pipe: true,
    enableExtensions: [CHROME_BUILD],
    handleDevToolsAsPage: true,
    // This hides the bar that says that the browser is controlled by automated test software.
    ignoreDefaultArgs: ['--enable-automation'],
    defaultViewport: null,
    // The caller closes the browser, in its own order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...QUIET, ...(isRoot ? ['--no-sandbox'] : []), ...args],
  });
  const worker = await waitForWorker(browser);
  return { browser, extensionId: new URL(worker.url()).host };
}

/** The extension's background worker, which starts with the browser. */
function waitForWorker(browser: Browser): Promise<Target> {
  return browser.waitForTarget((target) => target.type() === 'service_worker', {
    timeout: GIVE_UP_AFTER_MS,
  });
}

/** Stores a deployment in the extension's settings, as its connect form does. */
export async function connectPanel(browser: Browser, deployment: Deployment): Promise<void> {
  const target = await waitForWorker(browser);
  const worker = await target.worker();
  await worker!.evaluate((settings) => (globalThis as any).chrome.storage.local.set(settings), {
    deployments: [deployment],
    current: deployment.id,
  });
}

/** Shows the demo page with its DevTools open at our panel, already connected. */
export async function openDemo(
  executablePath: string,
  pageUrl: string,
  deployment: Deployment,
): Promise<Browser> {
  const { browser, extensionId } = await launchWithExtension({
    executablePath,
    headless: false,
    args: ['--window-size=1400,1000'],
  });
  await connectPanel(browser, deployment);
  const [page = await browser.newPage()] = await browser.pages();
  await page.goto(pageUrl);
  await openPanel(page, extensionId, 'bottom');
  return browser;
}
