/** The QA engineer's way in: the panel as a tab. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { PATIENCE_MS } from '../fixtures/patience.ts';

let browser: PanelBrowser;

beforeAll(async () => {
  browser = await PanelBrowser.launch();
});
afterAll(() => browser?.close());

test('a click on the toolbar icon opens the panel as a tab', async () => {
  const { browser: chromium, extensionId, panelUrl } = browser;
  const page = await chromium.newPage();
  const extension = (await chromium.extensions()).get(extensionId);
  await extension!.triggerAction(page);

  const tab = await chromium.waitForTarget((target) => target.url() === panelUrl, {
    timeout: PATIENCE_MS,
  });
  expect(tab.type()).toBe('page');
  const panel = (await tab.page())!;
  await new PanelDriver(panel.mainFrame(), panel).find('form', 'Connect');
});
