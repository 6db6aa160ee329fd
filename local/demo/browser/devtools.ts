/**
 * The only file that knows the inside of Chromium's DevTools front-end. Its module paths are internal to
 * Chromium (seen in 156): when an update moves them, only this file changes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'puppeteer-core';

const PANEL_TITLE = 'Webhooks';
const LEGACY = 'devtools://devtools/bundled/ui/legacy/legacy.js';
const COMMON = 'devtools://devtools/bundled/core/common/common.js';

export type DockSide = 'right' | 'bottom' | 'undocked';

/** A busy machine may need a minute. */
const GIVE_UP_AFTER_MS = 180_000;

/**
 * Opens DevTools of the page, brings our panel to the front and returns both.
 *
 * @param side where DevTools is: beside the page, below it, or in a window of its own
 */
export async function openPanel(
  page: Page,
  extensionId: string,
  side: DockSide = 'right',
): Promise<{ devtools: Page; panel: Frame }> {
  const devtools = await page.openDevTools();
  await eventually(() => dock(devtools, side));
  const view = JSON.stringify(`chrome-extension://${extensionId}${PANEL_TITLE}`);
  await eventually(() =>
    runIn(
      devtools,
      LEGACY,
      `const manager = module.ViewManager.ViewManager.instance();
       if (!manager.hasView(${view})) throw new Error('The extension has no panel yet.');
       await manager.showView(${view});`,
    ),
  );
  const panel = await devtools.waitForFrame((frame) => frame.url().includes('/panel.html'), {
    timeout: GIVE_UP_AFTER_MS,
  });
  return { devtools, panel };
}

export async function setTheme(devtools: Page, theme: 'light' | 'dark'): Promise<void> {
  const value = JSON.stringify(theme === 'light' ? 'default' : theme);
  await runIn(
    devtools,
    COMMON,
    `module.Settings.Settings.instance().moduleSetting('ui-theme').set(${value});`,
  );
}

/**
 * Before the panel is there: once DevTools has moved, it may answer nothing that an extension asks,
 * and drop the keys that the panel leaves to it.
 */
async function dock(devtools: Page, side: DockSide): Promise<void> {
  await runIn(
    devtools,
    LEGACY,
    `const controller = module.DockController.DockController.instance();
     if (controller.dockSide() === '${side}') return;
     await new Promise((moved) => {
       controller.addEventListener('AfterDockSideChanged', moved);
       controller.setDockSide('${side}');
     });`,
  );
}

/** True if DevTools shows its Console drawer below the panel. */
export async function isDrawerOpen(devtools: Page): Promise<boolean> {
  return await runIn(
    devtools,
    LEGACY,
    `return module.InspectorView.InspectorView.instance().drawerVisible();`,
  );
}

/** The code is text, because a test runner rewrites `import()` in functions. */
async function runIn<Result = void>(devtools: Page, path: string, code: string): Promise<Result> {
  const run = `(async () => { const module = await import('${path}'); ${code} })()`;
  return (await devtools.evaluate(run)) as Result;
}

/** The front-end starts, then loads the extension. Until then each try throws. */
async function eventually(action: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error('DevTools does not show the panel.', { cause: error });
      }
    }
    await sleep(100);
  }
}
