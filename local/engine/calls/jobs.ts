/**
 * Jobs: functions that run at a later time, as documents of a system table. A job is pending, then
 * inProgress, then success, failed or canceled. Only the mutation itself sees that it is inProgress.
 */
import { convexToJson, type JSONValue, type Value } from 'convex/values';
import { parseDocument, type Document, type Table } from '../storage/documents.ts';
import type { Interval } from '../keys/intervals.ts';
import { afterPrefix, encodeKey } from '../keys/keys.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** `_scheduled_functions` is readable by functions; the runs of crons are not. */
export type JobsTable = '_scheduled_functions' | '_cron_runs';

export type JobState = 'pending' | 'inProgress' | 'success' | 'failed' | 'canceled';

export interface Job {
  id: string;
  path: string;
  args: JSONValue;
  /** When it is due, in milliseconds since 1970. */
  time: number;
}

// Convex deletes completed jobs after 7 days.
const KEPT_FOR_MS = 7 * 24 * 60 * 60 * 1000;

export class Jobs {
  readonly name: JobsTable;
  readonly #store: Store;

  constructor(store: Store, name: JobsTable) {
    this.#store = store;
    this.name = name;
  }

  /**
   * Adds a job. A rollback of the transaction removes it.
   *
   * @param name As Convex writes it: `module.js:export`.
   * @param time Milliseconds since 1970.
   * @returns the job's id
   */
  add(
    transaction: Transaction,
    {
      name,
      args,
      time,
      isCanceled = false,
    }: Omit<Job, 'id' | 'path'> & {
      name: string;
      isCanceled?: boolean;
    },
  ): string {
    return transaction.insertSystem(this.#table, {
      name,
      args: [args],
      scheduledTime: isCanceled ? transaction.startedAt : time,
      state: { kind: isCanceled ? 'canceled' : 'pending' },
      ...(isCanceled && { completedTime: transaction.startedAt }),
    });
  }

  /**
   * Changes the state of a job if it is in one of the states `from`. @returns false if it is in
   * another state.
   */
  move(
    transaction: Transaction,
    id: string,
    from: JobState[],
    to: JobState,
    error?: string,
  ): boolean {
    const state = this.stateOf(id);
    if (state === null || !from.includes(state)) return false;
    transaction.patch(this.#table, id, {
      state: { kind: to, ...(error !== undefined && { error }) },
      ...(to !== 'inProgress' && { completedTime: Date.now() }),
    });
    return true;
  }

  /** The state of a job, or null when it does not exist (any more). */
  stateOf(id: string): JobState | null {
    const stored = this.#store.read(this.#table, id);
    if (stored === null) return null;
    return (parseDocument(stored.json)['state'] as { kind: JobState }).kind;
  }

  /** True for an id of this table, whether or not the job exists. */
  isId(id: string): boolean {
    return this.#store.catalog.tableOfId(id) === this.#table;
  }

  /** Pending jobs whose time has come, in the order of their times. */
  due(limit: number): Job[] {
    const to = afterPrefix(encodeKey(['pending', Date.now()]));
    return this.#scan('by_state', { from: encodeKey(['pending']), to }, limit).map(jobOf);
  }

  /** When the next pending job is due, in milliseconds since 1970, or undefined when there is none. */
  nextTime(): number | undefined {
    const [next] = this.#inState('pending', 1);
    return next?.['scheduledTime'] as number | undefined;
  }

  /** Ids of the actions that are running, or were running when the process ended. */
  inProgress(): string[] {
    return this.#inState('inProgress', 10_000).map(({ _id }) => _id);
  }

  forgetOld(transaction: Transaction): void {
    const range = { from: encodeKey([null]), to: encodeKey([Date.now() - KEPT_FOR_MS]) };
    for (const { _id } of this.#scan('by_completed', range, 1000)) {
      transaction.remove(this.#table, _id);
    }
  }

  get #table(): Table {
    return this.#store.catalog.ensure(this.name);
  }

  #inState(state: JobState, limit: number): Document[] {
    const from = encodeKey([state]);
    return this.#scan('by_state', { from, to: afterPrefix(from) }, limit);
  }

  #scan(index: string, range: Interval, limit: number): Document[] {
    return this.#store
      .scan(this.#table.indexes.get(index)!, range, false, limit)
      .map(({ json }) => parseDocument(json));
  }
}

function jobOf(document: Document): Job {
  const [args] = document['args'] as Value[];
  return {
    id: document._id,
    path: document['name'] as string,
    args: convexToJson(args!),
    time: document['scheduledTime'] as number,
  };
}
