import type { Page } from 'puppeteer-core';
import { pageFiles } from '../../local/demo/pageFiles.ts';
import { startClerk, type Clerk, type ClerkOptions } from '../../local/demo/clerk/server.ts';
import { Directory } from '../../local/demo/traffic/directory.ts';
import { newIvo, newMira } from './people.ts';

/** What a person sees and does on the demo page. */
export class DemoApp {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The sentence at the top of the page. */
  said(): Promise<string> {
    return this.page.$eval('#said', (found) => found.textContent!);
  }

  /** Fills a form's fields and presses one of its buttons. */
  async submit(form: string, fields: Record<string, string>, button = 'button'): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      const input = await this.page.waitForSelector(`#${form} [name=${name}]`, { visible: true });
      await input!.evaluate((found) => ((found as HTMLInputElement).value = ''));
      await input!.type(value);
    }
    await this.press(`#${form} ${button}`);
  }

  /** Chooses what happens to the webhooks about this page's changes. */
  async webhooks(mode: 'at once' | 'kept back' | 'lost'): Promise<void> {
    await this.press(`#webhooks [value="${mode}"]`);
  }

  /** Clicks without the pointer: DevTools may cover the page. */
  async press(selector: string): Promise<void> {
    const found = await this.page.waitForSelector(selector);
    await found!.evaluate((element) => (element as HTMLElement).click());
  }
}

/** The stand-in for Clerk with Mira, who is signed in, and Ivo. */
export async function startStandIn(
  options: Pick<ClerkOptions, 'send' | 'deploymentUrl'>,
): Promise<Clerk> {
  const directory = new Directory([newMira(), newIvo()], () => {});
  const page = await pageFiles();
  return await startClerk({ port: 0, directory, controlToken: 'none', page, ...options });
}
