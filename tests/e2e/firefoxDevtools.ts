/**
 * The only file that knows the inside of Firefox's DevTools (seen in 153). WebDriver BiDi reaches
 * Firefox's own window, and from there a script goes into the panel's frame.
 */
import type { Browser } from 'puppeteer-core';

const PANEL_TITLE = 'Webhooks';

/** Our panel in DevTools of the selected tab. */
export class FirefoxPanel {
  readonly #run: (code: string) => Promise<unknown>;

  private constructor(run: (code: string) => Promise<unknown>) {
    this.#run = run;
  }

  /** Opens DevTools of the tab in front. The browser needs `--remote-allow-system-access`. */
  static async open(browser: Browser): Promise<FirefoxPanel> {
    // Puppeteer has it, but not in its types.
    const { connection } = browser as unknown as { connection: BiDi };
    const windows = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    const target = { context: windows.result.contexts[0].context };
    const run = async (code: string) => {
      const expression = `(async () => { ${DEVTOOLS} ${code} })()`;
      const asked = { expression, awaitPromise: true, target };
      const { result } = await connection.send('script.evaluate', asked);
      if (result.type !== 'success') throw new Error(result.exceptionDetails.text);
      return result.result.value;
    };
    await run(`await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'webconsole' });`);
    return new FirefoxPanel(run);
  }

  /**
   * Evaluates an expression about the panel's `document` to a text; null until there is a panel.
   * Brings the panel to the front, since only then it is loaded.
   */
  async read(expression: string): Promise<string | null> {
    // Catch errors, such as of a page without a body, since they would otherwise never be answered.
    const script = `let answer = null;
      try { const { document } = content; answer = ${expression}; } catch {}
      sendAsyncMessage('answer', answer);`;
    const answer = await this.#run(
      `const tool = toolbox().getAdditionalTools().find(({ label }) => label === '${PANEL_TITLE}');
       if (!tool) return null;
       await toolbox().selectTool(tool.id);
       const frame = framesIn(toolbox().doc).find(({ browsingContext }) =>
         browsingContext?.currentWindowGlobal?.documentURI?.spec.includes('/panel.html'));
       if (!frame) return null;
       const { messageManager } = frame;
       return await new Promise((resolve) => {
         messageManager.addMessageListener('answer', function listen({ data }) {
           messageManager.removeMessageListener('answer', listen);
           resolve(data);
         });
         messageManager.loadFrameScript(${JSON.stringify(`data:,${encodeURIComponent(script)}`)}, false);
       });`,
    );
    return (answer ?? null) as string | null;
  }

  async setTheme(theme: 'light' | 'dark'): Promise<void> {
    await this.#run(`Services.prefs.setCharPref('devtools.theme', '${theme}');`);
  }
}

interface BiDi {
  send: (method: string, args: object) => Promise<{ result: any }>;
}

const DEVTOOLS = `
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('resource://devtools/client/framework/devtools.js');
  const toolbox = () => gDevTools.getToolboxForTab(gBrowser.selectedTab);
  const framesIn = (document) => [...document.querySelectorAll('iframe, browser')].flatMap(
    (frame) => [frame, ...(frame.contentDocument ? framesIn(frame.contentDocument) : [])]);
`;
