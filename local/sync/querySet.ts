/** The queries that one client subscribes to, and what it knows of their results. */
import { ANONYMOUS } from '../auth/caller.ts';
import type { Caller } from '../engine/contract.ts';
import { BadMessage, type QuerySetModification } from './protocol.ts';
import type { QueryCache, QueryRequest, Subscription } from './queryCache.ts';

type Query = { request: QueryRequest; subscription: Subscription };

export class QuerySet {
  private readonly cache: QueryCache;
  private readonly onChange: () => void;
  private caller: Caller = ANONYMOUS;
  private readonly queries = new Map<number, Query>();
  /** Fingerprint of what the client has, by query. */
  private readonly sent = new Map<number, string>();

  constructor(cache: QueryCache, onChange: () => void) {
    this.cache = cache;
    this.onChange = onChange;
  }

  close(): void {
    for (const { subscription } of this.queries.values()) subscription.end();
    this.queries.clear();
  }

  /** @throws BadMessage */
  modify(modification: QuerySetModification): void {
    const { queryId } = modification;
    const existing = this.queries.get(queryId);
    if (modification.type === 'Remove') {
      if (!existing) throw new BadMessage(`Query ${queryId} is removed but was not added`);
      existing.subscription.end();
      this.queries.delete(queryId);
      return;
    }
    if (existing) throw new BadMessage(`Query ${queryId} is added twice`);
    const { udfPath: path, args, journal } = modification;
    this.subscribe(queryId, { path, args, journal, caller: this.caller });
  }

  /** Runs every query anew, as somebody else. */
  changeCaller(caller: Caller): void {
    this.caller = caller;
    for (const [queryId, { request, subscription }] of this.queries) {
      subscription.end();
      this.subscribe(queryId, { ...request, caller });
    }
  }

  private subscribe(queryId: number, request: QueryRequest): void {
    const subscription = this.cache.subscribe(request, this.onChange);
    this.queries.set(queryId, { request, subscription });
  }

  /** The newest timestamp, `newest` at most, at which every result holds, if there is one by now. */
  commonTs(newest: bigint): bigint | null {
    let from = 0n;
    let ts = newest;
    for (const { subscription } of this.queries.values()) {
      const snapshot = subscription.snapshot();
      if (!snapshot) return null;
      if (snapshot.from > from) from = snapshot.from;
      if (snapshot.until !== null && snapshot.until <= ts) ts = snapshot.until - 1n;
    }
    return ts >= from ? ts : null;
  }

  /** What the client does not know yet, as JSON texts; notes that it knows it now. */
  takeModifications(): string[] {
    const modifications: string[] = [];
    for (const queryId of this.sent.keys()) {
      if (this.queries.has(queryId)) continue;
      this.sent.delete(queryId);
      modifications.push(`{"type":"QueryRemoved","queryId":${queryId}}`);
    }
    for (const [queryId, { subscription }] of this.queries) {
      const { body, fingerprint } = subscription.snapshot()!;
      if (this.sent.get(queryId) === fingerprint) continue;
      this.sent.set(queryId, fingerprint);
      modifications.push(`{"queryId":${queryId},${body}}`);
    }
    return modifications;
  }
}
