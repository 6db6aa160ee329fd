/** From the click on the page to the row, in Firefox's DevTools. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PATIENCE_MS } from '../fixtures/patience.ts';
import { Backend } from './backend.ts';
import { connectFirefox, launchFirefox } from './firefoxBrowser.ts';
import { FirefoxPanel } from './firefoxDevtools.ts';
import { newMira } from './people.ts';
import { pageCode, startStoryPage, type StoryPage } from './storyPage.ts';

/** @param path of a Firefox */
export function inspectedPageStory(path: string): void {
  let backend: Backend;
  let story: StoryPage;
  let browser: Browser;
  let page: Page;
  let panel: FirefoxPanel;
  const mira = newMira();

  beforeAll(async () => {
    backend = await Backend.start();
    story = await startStoryPage(backend, mira);
    browser = await launchFirefox(path);
  });

  afterAll(async () => {
    await browser?.close();
    story?.close();
    await backend?.stop();
  });

  const text = async (selector: string) =>
    (await panel.read(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? null`)) ??
    '';
  const caused = async () =>
    await panel.read(
      `String([...document.querySelectorAll('[aria-label="Webhook events"] [role=row]')]
         .filter((row) => row.innerText.includes('caused by the page')).length)`,
    );

  test('the user of a page that was open before DevTools is named, in step with the row', async () => {
    const tab = await connectFirefox(browser, backend);
    await expect.poll(() => tab.connection()).toContain('live');
    page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(story.url);
    await page.waitForSelector('#signed-in:not([hidden])');
    await page.bringToFront();
    panel = await FirefoxPanel.open(browser);
    await expect
      .poll(() => text('[aria-label="Inspected page"]'))
      .toMatch(/Page:\s+Mira Holm\s+✓ in step/);
  });

  test('three saves are three pairs', async () => {
    for (const [at, lastName] of ['Vale', 'Moor', 'Lake'].entries()) {
      await page.evaluate(pageCode('profile', { lastName }, 'button'));
      await expect.poll(caused).toBe(String(at + 1));
    }
    await expect
      .poll(() => text('[aria-label="Inspected page"]'))
      .toMatch(/Mira Lake\s+✓ in step[^]*3 changes/);
  });

  test('Only this user filters by the page’s user', async () => {
    await panel.read(
      `[...document.querySelectorAll('button')].find((one) => one.innerText === 'Only this user').click()`,
    );
    await expect
      .poll(() => panel.read(`document.querySelector('[aria-label="Filter events"]').value`))
      .toBe(`user:${mira.id}`);
  });
}
