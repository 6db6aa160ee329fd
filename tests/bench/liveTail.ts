/** Deliveries that come one after another, and when the panel shows each of them. */
import { overHttp } from '../behaviours/overHttp.ts';
import type { Page } from 'puppeteer-core';
import { userCreated } from '../fixtures/data/clerkEvents.ts';

/** Sends so many new users a second until it is stopped. */
export class LiveTail {
  /** When each was posted, milliseconds since 1970. */
  readonly #postedAt: number[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(at: Parameters<typeof overHttp>[0], aSecond: number) {
    const deployment = overHttp(at);
    this.#timer = setInterval(() => {
      const n = this.#postedAt.push(Date.now()) - 1;
      const user = { id: `user_2tail${n}`, first_name: 'Tail', last_name: `${n}` };
      void deployment.deliver(userCreated(user), { svix_id: `msg_tail_${n}` });
    }, 1_000 / aSecond);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * For each delivery that the grid showed during `work`, the milliseconds from the POST to the
   * row, ascending.
   */
  async latencies(page: Page, work: () => Promise<void>): Promise<number[]> {
    const shownAt = await page.evaluateHandle(() => {
      const shown: Record<string, number> = {};
      const grid = document.querySelector('[aria-label="Webhook events"]')!;
      new MutationObserver(() => {
        for (const [, n] of grid.textContent.matchAll(/Tail (\d+)/g)) shown[n!] ??= Date.now();
      }).observe(grid, { childList: true, subtree: true });
      return shown;
    });
    const from = this.#postedAt.length;
    await work();
    const shown = Object.entries(await shownAt.jsonValue());
    return shown
      .filter(([n]) => Number(n) >= from)
      .map(([n, at]) => at - this.#postedAt[Number(n)]!)
      .toSorted((a, b) => a - b);
  }
}
