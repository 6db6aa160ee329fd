/**
 * Runs axe on the built and styled panel, light and dark.
 * tests/extension/app/accessibility.browser.test.tsx covers every single state.
 */
import axe from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  panel = await browser.openTab();
  page = panel.page;
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
    await browser.connect(backend);
    await openIn(theme);
  });

  test('the timeline and a delivery', async () => {
    await panel.open('user.updated');
    await panel.find('tabpanel', 'Overview');
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
  await page.goto(browser.panelUrl);
}

async function findings(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
