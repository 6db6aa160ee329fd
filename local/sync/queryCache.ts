/**
 * Runs each distinct query once, however many clients subscribe to it, and again when a commit
 * changes data that it read.
 *
 * Queries that a commit made stale run in one batch, so that their results share a snapshot;
 * queries that become stale meanwhile wait for the next batch. `Snapshot` says at which timestamps
 * a result holds.
 */
import { createHash } from 'node:crypto';
import type { JSONValue } from 'convex/values';
import type { Caller, Commit, Engine, QueryRun } from '../engine/contract/contract.ts';

export interface QueryRequest {
  path: string;
  args: JSONValue;
  caller: Caller;
  journal: string | null;
}

interface Snapshot {
  /** The fields of a `QueryUpdated` or `QueryFailed` without the query id: JSON text without braces. */
  body: string;
  /** Equal for results that are the same to a client. */
  fingerprint: string;
  /** The result holds from this timestamp … */
  from: bigint;
  /** … to the one before this. Null while it still holds. */
  until: bigint | null;
}

export interface Subscription {
  /** Null until the first run ends. */
  snapshot: () => Snapshot | null;
  /** The journal for the next run, also of another caller, so that a page keeps its borders. */
  journal: () => string | null;
  end: () => void;
}

interface Entry {
  request: QueryRequest;
  run: QueryRun | null;
  snapshot: Snapshot | null;
  /** While a run is in flight: the commits and reloads since it began, which it may not have seen. */
  missed: { commits: Commit[]; reload: boolean } | null;
  listeners: Set<() => void>;
}

export class QueryCache {
  readonly #engine: Engine;
  readonly #entries = new Map<string, Entry>();
  #batch = 0;
  readonly #stopListening: (() => void)[];

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#stopListening = [
      engine.onCommit((commit) => this.#onCommit(commit)),
      engine.onReload(() => this.#onReload()),
    ];
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#entries.clear();
  }

  /** Calls `onChange` whenever a run of the query ends. */
  subscribe(request: QueryRequest, onChange: () => void): Subscription {
    const { path, args, caller, journal } = request;
    // A digest: arguments may have 16 MiB.
    const key = digest(JSON.stringify([path, args, caller.admin, caller.identity, journal]));
    const entry = this.#entries.get(key) ?? this.#add(key, request);
    const listener = () => onChange();
    entry.listeners.add(listener);
    return {
      snapshot: () => entry.snapshot,
      journal: () => journalOf(entry),
      end: () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && this.#entries.get(key) === entry)
          this.#entries.delete(key);
      },
    };
  }

  #add(key: string, request: QueryRequest): Entry {
    const entry = { request, run: null, snapshot: null, missed: null, listeners: new Set<never>() };
    this.#entries.set(key, entry);
    void this.#run(entry).then(() => this.#runStale());
    return entry;
  }

  #onCommit(commit: Commit): void {
    for (const entry of this.#entries.values()) {
      entry.missed?.commits.push(commit);
      invalidate(entry, commit);
    }
    this.#runStale();
  }

  #onReload(): void {
    for (const entry of this.#entries.values()) {
      if (entry.missed) entry.missed.reload = true;
      if (entry.snapshot) entry.snapshot.until ??= this.#engine.lastTs + 1n;
    }
    this.#runStale();
  }

  /** Does nothing while a batch is in flight: its end starts the next. */
  #runStale(): void {
    if (this.#batch > 0) return;
    const stale = [...this.#entries.values()].filter(
      ({ snapshot, missed }) => snapshot && snapshot.until !== null && !missed,
    );
    this.#batch = stale.length;
    for (const entry of stale) {
      void this.#run(entry).then(() => {
        this.#batch -= 1;
        this.#runStale();
      });
    }
  }

  async #run(entry: Entry): Promise<void> {
    const { path, args, caller } = entry.request;
    const missed = { commits: [] as Commit[], reload: false };
    entry.missed = missed;
    try {
      const run = await this.#engine.runQuery(path, args, caller, journalOf(entry));
      entry.run = run;
      entry.snapshot = snapshotOf(run);
      for (const commit of missed.commits) invalidate(entry, commit);
      if (missed.reload) entry.snapshot.until ??= run.ts + 1n;
    } catch (error) {
      entry.snapshot = refused(error, this.#engine.lastTs);
    }
    entry.missed = null;
    for (const listener of entry.listeners) listener();
  }
}

function journalOf({ run, request }: Entry): string | null {
  return run?.journal ?? request.journal;
}

function invalidate(entry: Entry, commit: Commit): void {
  const { run, snapshot } = entry;
  if (!run || !snapshot || snapshot.until !== null || commit.ts <= run.ts) return;
  if (commit.invalidates(run.reads)) snapshot.until = commit.ts;
}

function snapshotOf({ result, journal, ts }: QueryRun): Snapshot {
  const outcome = result.success
    ? `"type":"QueryUpdated","value":${JSON.stringify(result.value)}`
    : `"type":"QueryFailed","errorMessage":${JSON.stringify(result.errorMessage)}` +
      (result.errorData === undefined ? '' : `,"errorData":${JSON.stringify(result.errorData)}`);
  const body = `${outcome},"journal":${JSON.stringify(journal)},"logLines":${JSON.stringify(result.logLines)}`;
  return {
    body,
    fingerprint: digest(result.success ? body : withoutRequestId(body)),
    from: ts,
    until: null,
  };
}

/** The engine itself failed. */
function refused(error: unknown, ts: bigint): Snapshot {
  const errorMessage = `Server Error: ${error instanceof Error ? error.message : String(error)}`;
  const body = `"type":"QueryFailed","errorMessage":${JSON.stringify(errorMessage)},"journal":null,"logLines":[]`;
  return { body, fingerprint: digest(body), from: ts, until: null };
}

/** A failing query gets a random request id each time it runs. */
function withoutRequestId(body: string): string {
  return body.replace(/\[Request ID: \w+\]/, '');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
