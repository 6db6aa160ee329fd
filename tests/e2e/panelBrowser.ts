import type { Browser, Page } from 'puppeteer-core';
import { connectPanel, launchWithExtension } from '../../local/demo/browserWindow.ts';
import { findChromium, HOW_TO_GET_A_BROWSER } from '../../local/demo/chromium.ts';
import { openPanel } from '../../local/demo/devtools.ts';
import { PanelDriver } from './panelDriver.ts';

/** A Chromium that nobody sees, with the extension as it was built last. */
export class PanelBrowser {
  readonly browser: Browser;
  readonly extensionId: string;

  private constructor(browser: Browser, extensionId: string) {
    this.browser = browser;
    this.extensionId = extensionId;
  }

  /** @throws with how to get a browser, if there is none. */
  static async launch(): Promise<PanelBrowser> {
    const executablePath = await findChromium();
    if (executablePath === null) throw new Error(`There is no browser. ${HOW_TO_GET_A_BROWSER}`);
    const { browser, extensionId } = await launchWithExtension({
      executablePath,
      headless: true,
      // Containers often forbid the sandbox, and all pages here are our own.
      args: ['--no-sandbox', '--window-size=1400,900'],
    });
    return new PanelBrowser(browser, extensionId);
  }

  /** Of the panel as a tab. */
  get panelUrl(): string {
    return `chrome-extension://${this.extensionId}/panel.html`;
  }

  /** Makes the panel open connected to the deployment, under this name. */
  async connect({ url, accessKey }: { url: string; accessKey: string }, name = 'story') {
    await connectPanel(this.browser, { id: name, name, url, accessKey });
  }

  async openPage(url: string): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(url);
    return page;
  }

  /** The panel as a tab, at its own address or at a link. */
  async openTab(url = this.panelUrl): Promise<PanelDriver> {
    const page = await this.openPage(url);
    return new PanelDriver(page.mainFrame(), page);
  }

  /** The panel in DevTools of a page. */
  async openDevTools(page: Page): Promise<PanelDriver> {
    const { devtools, panel } = await openPanel(page, this.extensionId);
    return new PanelDriver(panel, devtools);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
