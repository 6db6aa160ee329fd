/** The webhooks that the demo page causes: sent at once, kept back for a while, or lost. */
import type { ClerkEvent } from '../traffic/clerkUser.ts';

const MODES = ['at once', 'kept back', 'lost'] as const;
type Mode = (typeof MODES)[number];

type Send = (event: ClerkEvent, who: string) => Promise<unknown>;

export class PageWebhooks {
  readonly #send: Send;
  #mode: Mode = 'at once';
  #kept: [ClerkEvent, string][] = [];

  constructor(send: Send) {
    this.#send = send;
  }

  /** How webhooks are sent, and how many are kept back. */
  get state(): { mode: Mode; kept: number } {
    return { mode: this.#mode, kept: this.#kept.length };
  }

  emit(event: ClerkEvent, who: string): void {
    if (this.#mode === 'at once') void this.#send(event, who);
    if (this.#mode === 'kept back') this.#kept.push([event, who]);
  }

  /**
   * Sets how later webhooks are sent. `at once` also sends the webhooks that were kept back, in
   * order.
   *
   * @throws if there is no such mode.
   */
  async setMode(name: unknown): Promise<void> {
    const mode = MODES.find((known) => known === name);
    if (!mode) throw new Error(`Webhooks can be sent ${MODES.join(', ')}; not ${String(name)}.`);
    this.#mode = mode;
    if (mode !== 'at once') return;
    for (const [event, who] of this.#kept.splice(0)) await this.#send(event, who);
  }
}
