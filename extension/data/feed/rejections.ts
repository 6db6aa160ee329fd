import type { ConvexReactClient } from 'convex/react';
import { api } from '../../../convex/_generated/api.js';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import { Store } from '../connection/store.ts';

const MINUTE_MS = 60_000;
/** A rejection is counted within this time after its request. */
const COUNTED_WITHIN_MS = 10_000;
/** More rows than two minutes can have, at one row a minute and reason. */
const LIVE_ROWS = 32;
const PAGE = 128;
/** How many rows are kept. At twice as many, the oldest are dropped together. */
const KEPT = 5_000;

/** Rejections by minute and reason. Rows of the current minute change as more requests come. */
export class RejectionMap extends Store {
  /** Newest first, by `last_at`. */
  rows: readonly Rejection[] = [];

  readonly #byId = new Map<Rejection['_id'], Rejection>();
  readonly #before: number | null;
  #readToStart = false;
  /** How many reads of older rows are running: dropping rows meanwhile would leave a gap. */
  #reading = 0;

  /** @param before reads only earlier minutes, ms since 1970; null for the newest rows */
  constructor(before: number | null = null) {
    super();
    this.#before = before;
  }

  /** True if there are no older rows to fetch. */
  get reachedStart(): boolean {
    return this.#readToStart || this.#oldest === undefined;
  }

  /** The minute before which older rows are read; undefined if there are none. */
  get #oldest(): number | undefined {
    return this.rows.at(-1)?.minute ?? this.#before ?? undefined;
  }

  /** Keeps the newest rows up to date. Returns a function that stops it. */
  follow(client: ConvexReactClient, accessKey: string, onError: (error: unknown) => void) {
    let since: number | undefined;
    let unsubscribe = () => {};
    const subscribe = () => {
      const args = { accessKey, limit: LIVE_ROWS, since };
      const watch = client.watchQuery(api.webhookAudit.rejections, args);
      const take = () => {
        try {
          const newest = watch.localQueryResult();
          if (newest !== undefined) this.#takeNewest(client, accessKey, newest, onError);
          // Subscribe only to the newest minute, so that each further rejection sends little again.
          const settled = (newest?.[0]?.last_at ?? 0) - COUNTED_WITHIN_MS;
          const minute = settled - (settled % MINUTE_MS);
          if (minute <= (since ?? 0)) return;
          since = minute;
          unsubscribe();
          subscribe();
        } catch (error) {
          onError(error);
        }
      };
      unsubscribe = watch.onUpdate(take);
      take();
    };
    subscribe();
    return () => unsubscribe();
  }

  #takeNewest(
    client: ConvexReactClient,
    accessKey: string,
    newest: readonly Rejection[],
    onError: (error: unknown) => void,
  ): void {
    const overlaps = this.#byId.size === 0 || this.#knowsAny(newest);
    this.#put(newest);
    if (this.rows.length > 2 * KEPT && this.#reading === 0) this.#dropOldest();
    const oldest = newest.at(-1);
    // While the panel was offline, more came than the live rows hold: read back to the known rows.
    if (overlaps || oldest === undefined) return;
    const isEnough = (page: readonly Rejection[]) => this.#knowsAny(page);
    this.#readDown(client, accessKey, oldest.minute, isEnough).catch(onError);
  }

  /** Fetches rows back to `time`, milliseconds since 1970. Throws the server's refusal. */
  async fetchBackTo(client: ConvexReactClient, accessKey: string, time: number): Promise<void> {
    const oldest = this.#oldest;
    if (this.#readToStart || oldest === undefined || oldest <= time) return;
    await this.#readDown(client, accessKey, oldest, (page) => page.at(-1)!.minute <= time);
  }

  /**
   * Fetches a page of older rows. Returns true if there may be more; throws the server's refusal.
   */
  async fetchOlder(client: ConvexReactClient, accessKey: string): Promise<boolean> {
    const oldest = this.#oldest;
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
      // A page has whole minutes only, so it may be shorter than its limit without being the last.
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

  /** `fetchBackTo` can read the dropped rows again. */
  #dropOldest(): void {
    const dropped = this.rows.slice(KEPT);
    for (const { _id } of dropped) this.#byId.delete(_id);
    this.#readToStart = false;
    this.#put([]);
  }

  #put(rows: readonly Rejection[]): void {
    for (const row of rows) this.#byId.set(row._id, row);
    this.rows = [...this.#byId.values()].sort((a, b) => b.last_at - a.last_at);
    this.changed();
  }
}
