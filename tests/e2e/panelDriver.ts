import type { ElementHandle, Frame, Page } from 'puppeteer-core';

/** A guard against hanging for ever, not a measure. */
const WAIT_MS = 60_000;

/** What a person sees and does in the panel, found by the names that assistive technology reads. */
export class PanelDriver {
  readonly #root: Frame;
  /** The page whose keyboard reaches the panel: the tab itself, or the DevTools window. */
  readonly page: Page;

  constructor(root: Frame, page: Page) {
    this.#root = root;
    this.page = page;
  }

  /** The timeline as text, newest first, cells separated by bars. */
  rows(): Promise<string[]> {
    return this.#root.evaluate(() => {
      const rows = document.querySelectorAll('[aria-label="Webhook events"] [role=row]');
      return [...rows].flatMap((row) => {
        // The last cell holds a button, which comes and goes.
        const cells = [...row.querySelectorAll<HTMLElement>('[role=gridcell]')].slice(0, -1);
        return cells.length === 0 ? [] : [cells.map((cell) => cell.innerText.trim()).join(' | ')];
      });
    });
  }

  /** Of the selected row, or null. */
  selectedRow(): Promise<string | null> {
    return this.#root.evaluate(() => {
      const row = document.querySelector<HTMLElement>(
        '[aria-label="Webhook events"] [role=row][aria-selected=true]',
      );
      return row?.innerText.replaceAll(/\s*\n\s*/g, ' | ') ?? null;
    });
  }

  connection(): Promise<string | null> {
    return this.text('[role=status][aria-label="Connection"]');
  }

  /** What the open tab of the inspector shows. */
  tabText(): Promise<string | null> {
    return this.text('[role=tabpanel][data-state=active]');
  }

  /** The text of the first element that a CSS selector finds, null when there is none. */
  text(selector: string): Promise<string | null> {
    return this.#root.evaluate(
      (wanted) => document.querySelector<HTMLElement>(wanted)?.innerText ?? null,
      selector,
    );
  }

  /** Clicks what has the role and the name, once it is there. */
  async click(role: string, name: string): Promise<void> {
    await (await this.find(role, name)).click();
  }

  /** Opens the newest row of the timeline whose text has this in it, once there is one. */
  async open(part: string): Promise<void> {
    const row = await this.#root.waitForSelector(
      `[aria-label="Webhook events"] [role=row] ::-p-text(${part})`,
      { timeout: WAIT_MS },
    );
    await row!.click();
  }

  /** The theme that it follows, and the colour that it has by that. */
  theme(): Promise<{ name: string | undefined; background: string }> {
    return this.#root.evaluate(() => ({
      name: document.documentElement.dataset.theme,
      background: getComputedStyle(document.body).backgroundColor,
    }));
  }

  async find(role: string, name: string): Promise<ElementHandle> {
    const selector = `::-p-aria([role="${role}"][name="${name}"])`;
    const found = await this.#root.waitForSelector(selector, { timeout: WAIT_MS });
    return found as ElementHandle;
  }

  /** The name of what has the focus: its label, or its text. */
  focused(): Promise<string> {
    return this.#root.evaluate(() => {
      if (document.activeElement === document.body) return '';
      const element = document.activeElement as HTMLInputElement | null;
      const label = element?.getAttribute('aria-label') ?? element?.labels?.[0]?.innerText;
      return label ?? element?.innerText ?? '';
    });
  }
}
