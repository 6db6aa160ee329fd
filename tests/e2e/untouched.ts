/**
 * Asserts that a page has not changed the panel's connection, filter, selection, storage, log and
 * rows.
 */
import { expect } from 'vitest';
import type { PanelBrowser } from '../fixtures/browser/panelBrowser.ts';
import type { PanelDriver } from '../fixtures/browser/panelDriver.ts';
import { eventually } from '../fixtures/eventually.ts';
import { PATIENCE_MS } from '../fixtures/patience.ts';
import type { Backend } from './backend.ts';
import { CREDENTIAL } from './hostileSite.ts';

export class Untouched {
  readonly #browser: PanelBrowser;
  readonly #panel: PanelDriver;
  readonly #backend: Backend;
  readonly #logged: string[] = [];
  #rows: string[] = [];

  private constructor(browser: PanelBrowser, panel: PanelDriver, backend: Backend) {
    this.#browser = browser;
    this.#panel = panel;
    this.#backend = backend;
    panel.page.on('console', (message) => this.#logged.push(message.text()));
  }

  static async by(browser: PanelBrowser, panel: PanelDriver, backend: Backend): Promise<Untouched> {
    const untouched = new Untouched(browser, panel, backend);
    // Everything that `deliverMira` sends.
    await eventually(async () => expect(await panel.rows()).toHaveLength(3));
    await untouched.remember();
    return untouched;
  }

  /** Remembers the current rows, which no page may change. */
  async remember(): Promise<void> {
    this.#rows = await this.#panel.rows();
  }

  async check(): Promise<void> {
    const panel = this.#panel;
    expect(await panel.connection()).toContain('live');
    expect(await panel.rows()).toEqual(this.#rows);
    expect(await panel.selectedRow()).toBeNull();
    expect(await panel.text('[role=dialog]')).toBeNull();
    const filter = await panel.find('textbox', 'Filter events');
    expect(await filter.evaluate((input) => (input as HTMLInputElement).value)).toBe('');
    const stored = await this.#stored();
    expect(JSON.parse(stored).deployments).toEqual([
      expect.objectContaining({ url: this.#backend.url, accessKey: this.#backend.accessKey }),
    ]);
    for (const text of [stored, await panel.html(), ...this.#logged]) {
      expect(text).not.toContain(CREDENTIAL);
    }
    expect(stored).not.toMatch(/hostile|user_2/i);
  }

  async #stored(): Promise<string> {
    const target = await this.#browser.browser.waitForTarget(
      (found) => found.type() === 'service_worker',
      { timeout: PATIENCE_MS },
    );
    const worker = await target.worker();
    return await worker!.evaluate(async () =>
      JSON.stringify(await (globalThis as any).chrome.storage.local.get()),
    );
  }
}
