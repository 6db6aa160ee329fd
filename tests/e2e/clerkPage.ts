/** The demo page in a Chromium of its own, with the events that it makes the stand-in for Clerk send. */
import puppeteer, { type Browser } from 'puppeteer-core';
import { findChromium, HOW_TO_GET_A_BROWSER } from '../../local/demo/browser/chromium.ts';
import type { ClerkEvent } from '../../local/demo/traffic/clerkUser.ts';
import { PATIENCE_MS } from '../fixtures/patience.ts';
import { DemoApp, startStandIn } from './demoApp.ts';

export interface ClerkPage {
  app: DemoApp;
  sent: ClerkEvent[];
  /** The host of each request so far. */
  hosts: Set<string>;
  close: () => Promise<void>;
}

/** Opens the page. No deployment answers. */
export async function openClerkPage(): Promise<ClerkPage> {
  const sent: ClerkEvent[] = [];
  const clerk = await startStandIn({
    deploymentUrl: 'http://127.0.0.1:9',
    send: async (event) => {
      sent.push(event);
      return { outcome: 'applied', reason: null, status: 200 };
    },
  });
  const browser = await launch();
  const [page = await browser.newPage()] = await browser.pages();
  page.setDefaultTimeout(PATIENCE_MS);
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(hostOf(request.url())));
  await page.goto(clerk.url);
  return {
    app: new DemoApp(page),
    sent,
    hosts,
    async close() {
      await browser.close();
      clerk.close();
    },
  };
}

async function launch(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error(`There is no browser. ${HOW_TO_GET_A_BROWSER}`);
  return await puppeteer.launch({
    executablePath,
    timeout: PATIENCE_MS,
    headless: true,
    // The SDK sends no telemetry from an automated browser, so this one must not look like one.
    args: ['--no-sandbox', '--disable-blink-features=AutomationControlled'],
  });
}

/** For a blob, the host of the page that created it. */
function hostOf(url: string): string {
  return new URL(new URL(url).origin).hostname;
}
