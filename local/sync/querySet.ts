/** The queries that one client subscribes to, and what it knows of their results. */
import { ANONYMOUS } from '../auth/caller.ts';
import type { Caller } from '../engine/contract/contract.ts';
import { BadMessage, type QuerySetModification } from './protocol.ts';
import type { QueryCache, QueryRequest, Subscription } from './queryCache.ts';

interface Query {
  request: QueryRequest;
  subscription: Subscription;
  /** Characters of its arguments. */
  size: number;
}

/** Arguments are kept for as long as the subscription: twice what one message may carry. */
const MOST_CHARACTERS = 40 * 2 ** 20;

export class QuerySet {
  readonly #cache: QueryCache;
  readonly #onChange: () => void;
  readonly #queries = new Map<number, Query>();
  /** Fingerprint of the result that the client has, by query. */
  readonly #sent = new Map<number, string>();
  #caller: Caller = ANONYMOUS;
  #size = 0;

  constructor(cache: QueryCache, onChange: () => void) {
    this.#cache = cache;
    this.#onChange = onChange;
  }

  close(): void {
    for (const { subscription } of this.#queries.values()) subscription.end();
    this.#queries.clear();
  }

  /** @throws BadMessage */
  modify(modification: QuerySetModification): void {
    const { queryId } = modification;
    const existing = this.#queries.get(queryId);
    if (modification.type === 'Remove') {
      if (!existing) throw new BadMessage(`Query ${queryId} is removed but was not added`);
      existing.subscription.end();
      this.#size -= existing.size;
      this.#queries.delete(queryId);
      return;
    }
    if (existing) throw new BadMessage(`Query ${queryId} is added twice`);
    const { udfPath: path, args, journal } = modification;
    const size = JSON.stringify([args, journal]).length;
    this.#size += size;
    if (this.#size > MOST_CHARACTERS) {
      throw new BadMessage(
        'The arguments of the queries of this connection are larger than 40 MiB',
      );
    }
    this.#subscribe(queryId, { path, args, journal, caller: this.#caller }, size);
  }

  /** Runs every query again for another caller. */
  changeCaller(caller: Caller): void {
    this.#caller = caller;
    for (const [queryId, { request, subscription, size }] of this.#queries) {
      subscription.end();
      this.#subscribe(queryId, { ...request, caller, journal: subscription.journal() }, size);
    }
  }

  #subscribe(queryId: number, request: QueryRequest, size: number): void {
    const subscription = this.#cache.subscribe(request, this.#onChange);
    this.#queries.set(queryId, { request, subscription, size });
  }

  /**
   * The newest timestamp, at most `newest`, at which every result holds; null if there is none yet.
   */
  commonTs(newest: bigint): bigint | null {
    let from = 0n;
    let ts = newest;
    for (const { subscription } of this.#queries.values()) {
      const snapshot = subscription.snapshot();
      if (!snapshot) return null;
      if (snapshot.from > from) from = snapshot.from;
      if (snapshot.until !== null && snapshot.until <= ts) ts = snapshot.until - 1n;
    }
    return ts >= from ? ts : null;
  }

  /**
   * The changes that the client does not know yet, as JSON texts. From now on, the client counts as
   * knowing them.
   */
  takeModifications(): string[] {
    const modifications: string[] = [];
    for (const queryId of this.#sent.keys()) {
      if (this.#queries.has(queryId)) continue;
      this.#sent.delete(queryId);
      modifications.push(`{"type":"QueryRemoved","queryId":${queryId}}`);
    }
    for (const [queryId, { subscription }] of this.#queries) {
      const { body, fingerprint } = subscription.snapshot()!;
      if (this.#sent.get(queryId) === fingerprint) continue;
      this.#sent.set(queryId, fingerprint);
      modifications.push(`{"queryId":${queryId},${body}}`);
    }
    return modifications;
  }
}
