/**
 * The only place that knows the insides of Chromium's DevTools front-end. Its module paths are
 * internal to Chromium (seen in 156): when an update moves them, this file is all to mend.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'puppeteer-core';

const PANEL_TITLE = 'Webhooks';
const LEGACY = 'devtools://devtools/bundled/ui/legacy/legacy.js';
const COMMON = 'devtools://devtools/bundled/core/common/common.js';

/** Opens DevTools of the page, brings our panel to the front and returns both. */
export async function openPanel(
  page: Page,
  extensionId: string,
): Promise<{ devtools: Page; panel: Frame }> {
  const devtools = await page.openDevTools();
  // Throws until the front-end has booted, and is false until it has loaded our extension.
  while (!(await showPanel(devtools, extensionId).catch(() => false))) {
    if (devtools.isClosed()) throw new Error('DevTools was closed before the panel was there.');
    await sleep(100);
  }
  const panel = await devtools.waitForFrame((frame) => frame.url().includes('/panel.html'));
  return { devtools, panel };
}

export async function setTheme(devtools: Page, theme: 'light' | 'dark'): Promise<void> {
  await devtools.evaluate(
    async (module, name) => {
      const { Settings } = await import(module);
      Settings.Settings.instance()
        .moduleSetting('ui-theme')
        .set(name === 'light' ? 'default' : name);
    },
    COMMON,
    theme,
  );
}

/** Where DevTools sits: beside the page, below it, or in a window of its own. */
export async function setDockSide(
  devtools: Page,
  side: 'right' | 'bottom' | 'undocked',
): Promise<void> {
  await devtools.evaluate(
    async (module, dockSide) => {
      const { DockController } = await import(module);
      DockController.DockController.instance().setDockSide(dockSide);
    },
    LEGACY,
    side,
  );
}

function showPanel(devtools: Page, extensionId: string): Promise<boolean> {
  return devtools.evaluate(
    async (module, view) => {
      const { ViewManager } = await import(module);
      const manager = ViewManager.ViewManager.instance();
      if (!manager.hasView(view)) return false;
      await manager.showView(view);
      return true;
    },
    LEGACY,
    `chrome-extension://${extensionId}${PANEL_TITLE}`,
  );
}
