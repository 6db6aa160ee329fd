import type { ConvexReactClient } from 'convex/react';
import { api } from '../../convex/_generated/api.js';
import type { Rejection } from '../../convex/shared/rejection.ts';

// A minute has at most one row for each of seven reasons: two minutes and a bit.
const LIVE_ROWS = 16;
const PAGE = 128;
/** Rows kept; twice as many until the oldest are dropped together. Half a day of all seven reasons. */
const KEPT = 5_000;

/** Refused deliveries by minute and reason. Rows of the running minute change as more come. */
export class RejectionMap {
  /** Newest first, by `last_at`. */
  rows: readonly Rejection[] = [];

  readonly #byId = new Map<Rejection['_id'], Rejection>();
  readonly #listeners = new Set<() => void>();
  #readToStart = false;
  /** How often rows are being read back: they would end in a gap if those above were dropped. */
  #reading = 0;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether there are no older rows to fetch. */
  get reachedStart(): boolean {
    return this.#readToStart || this.rows.length === 0;
  }

  /** Keeps the newest rows up to date. Returns what stops it. */
  follow(client: ConvexReactClient, accessKey: string, onError: (error: unknown) => void) {
    const watch = client.watchQuery(api.webhookAudit.rejections, { accessKey, limit: LIVE_ROWS });
    const take = () => {
      try {
        const newest = watch.localQueryResult();
        if (newest === undefined) return;
        const overlaps = this.#byId.size === 0 || this.#knowsAny(newest);
        this.#put(newest);
        if (this.rows.length > 2 * KEPT && this.#reading === 0) this.#dropOldest();
        const oldest = newest.at(-1);
        // More came while we were away than the live rows hold: read back to what is known.
        if (!overlaps && oldest) {
          const isEnough = (page: readonly Rejection[]) => this.#knowsAny(page);
          this.#readDown(client, accessKey, oldest.minute, isEnough).catch(onError);
        }
      } catch (error) {
        onError(error);
      }
    };
    const unsubscribe = watch.onUpdate(take);
    take();
    return unsubscribe;
  }

  /** Fetches rows back to `time`, milliseconds since 1970. Throws what the server refused. */
  async fetchBackTo(client: ConvexReactClient, accessKey: string, time: number): Promise<void> {
    const oldest = this.rows.at(-1)?.minute;
    if (this.#readToStart || oldest === undefined || oldest <= time) return;
    await this.#readDown(client, accessKey, oldest, (page) => page.at(-1)!.minute <= time);
  }

  /** Fetches a page of older rows. Tells whether there may be more; throws what the server refused. */
  async fetchOlder(client: ConvexReactClient, accessKey: string): Promise<boolean> {
    const oldest = this.rows.at(-1)?.minute;
    if (this.#readToStart || oldest === undefined) return false;
    await this.#readDown(client, accessKey, oldest, () => true);
    return !this.#readToStart;
  }

  async #readDown(
    client: ConvexReactClient,
    accessKey: string,
    fromMinute: number,
    isEnough: (page: readonly Rejection[]) => boolean,
  ): Promise<void> {
    this.#reading += 1;
    try {
      await this.#readPages(client, accessKey, fromMinute, isEnough);
    } finally {
      this.#reading -= 1;
    }
  }

  async #readPages(
    client: ConvexReactClient,
    accessKey: string,
    fromMinute: number,
    isEnough: (page: readonly Rejection[]) => boolean,
  ): Promise<void> {
    let before = fromMinute;
    for (;;) {
      // Whole minutes, so a page may be short of its limit without being the last.
      const args = { accessKey, limit: PAGE, before };
      const page = await client.query(api.webhookAudit.rejections, args);
      const last = page.at(-1);
      const enough = last === undefined || isEnough(page);
      this.#put(page);
      if (last === undefined) this.#readToStart = true;
      if (enough) return;
      before = last.minute;
    }
  }

  #knowsAny(rows: readonly Rejection[]): boolean {
    return rows.some(({ _id }) => this.#byId.has(_id));
  }

  /** `fetchBackTo` reads them again. */
  #dropOldest(): void {
    const dropped = this.rows.slice(KEPT);
    for (const { _id } of dropped) this.#byId.delete(_id);
    this.#readToStart = false;
    this.#put([]);
  }

  #put(rows: readonly Rejection[]): void {
    for (const row of rows) this.#byId.set(row._id, row);
    this.rows = [...this.#byId.values()].sort((a, b) => b.last_at - a.last_at);
    for (const listener of this.#listeners) listener();
  }
}
