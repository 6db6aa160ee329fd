/** The chain of transitions that brings a client from version to version. */
import type { Outbox } from './outbox.ts';
import { encodeVersion, type Version } from './protocol.ts';
import type { QuerySet } from './querySet.ts';

export class Transitions {
  /** The version at which the next transition ends, without its timestamp. */
  readonly target = { querySet: 0, identity: 0 };
  readonly #queries: QuerySet;
  readonly #outbox: Outbox;
  readonly #lastTs: () => bigint;
  /** Where the last transition ended. */
  #version: Version = { querySet: 0, identity: 0, ts: 0n };
  /** While a mutation is in flight: no transition may show what it writes before its response. */
  #ceiling: bigint | null = null;
  /** A mutation answered with this timestamp waits in the client for a transition that reaches it. */
  #owed: bigint | null = null;

  /** @param lastTs The timestamp of the deployment's newest commit. */
  constructor(queries: QuerySet, outbox: Outbox, lastTs: () => bigint) {
    this.#queries = queries;
    this.#outbox = outbox;
    this.#lastTs = lastTs;
  }

  /** A mutation begins. */
  hold(): void {
    this.#ceiling = this.#lastTs();
  }

  /**
   * The mutation has ended; its response goes out before the next transition.
   *
   * @param ts The timestamp in the response; null if the mutation failed.
   */
  release(ts: bigint | null): void {
    this.#ceiling = null;
    if (ts !== null && (this.#owed === null || ts > this.#owed)) this.#owed = ts;
  }

  /** Sends a transition if there is something new and one timestamp at which all results hold. */
  flush(): void {
    const ts = this.#queries.commonTs(this.#ceiling ?? this.#lastTs());
    if (ts === null || ts < this.#version.ts || this.#outbox.congested) return;
    const modifications = this.#queries.takeModifications();
    const { querySet, identity } = this.target;
    const moved = querySet !== this.#version.querySet || identity !== this.#version.identity;
    const pays = this.#owed !== null && ts >= this.#owed;
    if (modifications.length === 0 && !moved && !pays) return;

    const next = { querySet, identity, ts };
    const start = JSON.stringify(encodeVersion(this.#version));
    const end = JSON.stringify(encodeVersion(next));
    this.#outbox.sendTransition([
      `{"type":"Transition","startVersion":${start},"endVersion":${end},"modifications":[`,
      ...modifications.flatMap((text, index) => (index === 0 ? [text] : [',', text])),
      ']}',
    ]);
    this.#version = next;
    if (pays) this.#owed = null;
  }
}
