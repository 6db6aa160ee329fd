/**
 * Scheduled functions as documents of `_scheduled_functions`: pending, then (actions only)
 * inProgress, then success, failed or canceled.
 */
import {
  convexToJson,
  getConvexSize,
  jsonToConvex,
  type JSONValue,
  type Value,
} from 'convex/values';
import { parseDocument, type Document, type Table } from './documents.ts';
import { afterPrefix, encodeKey } from './keys.ts';
import type { Interval } from './reads.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

export const jobsTable = '_scheduled_functions';

const fiveYears = 5 * 366 * 24 * 60 * 60 * 1000;
// Convex deletes completed jobs after 7 days.
const keptFor = 7 * 24 * 60 * 60 * 1000;

export type Job = { id: string; path: string; args: JSONValue };

type State = 'pending' | 'inProgress' | 'success' | 'failed' | 'canceled';

export class Jobs {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /**
   * Adds a job; it is gone again when the transaction is rolled back.
   *
   * @param name As Convex writes it: `module.js:export`.
   * @param time Milliseconds since 1970.
   * @returns the job's id
   * @throws Error when the time is more than 5 years away.
   */
  add(transaction: Transaction, name: string, args: JSONValue, time: number): string {
    const delay = time - transaction.startedAt;
    if (Math.abs(delay) > fiveYears) {
      throw new Error(
        `${new Date(time).toISOString()} is more than 5 years in the ${delay > 0 ? 'future' : 'past'}`,
      );
    }
    transaction.usage.add('functionsScheduled', 1);
    transaction.usage.add('scheduledFunctionArgsBytes', getConvexSize(jsonToConvex([args])));
    return transaction.insertSystem(this.table, {
      name,
      args: [args],
      scheduledTime: time,
      state: { kind: 'pending' },
    });
  }

  /** Changes the state of a job that is in one of these. @returns whether it was. */
  move(transaction: Transaction, id: string, from: State[], to: State, error?: string): boolean {
    const json = transaction.get(this.table, id);
    if (json === null || !from.includes(stateOf(parseDocument(json)))) return false;
    transaction.patch(this.table, id, {
      state: { kind: to, ...(error !== undefined && { error }) },
      ...(to !== 'inProgress' && { completedTime: Date.now() }),
    });
    return true;
  }

  /** Pending jobs whose time has come, in the order of their times. */
  due(limit: number): Job[] {
    const to = afterPrefix(encodeKey(['pending', Date.now()]));
    return this.scan('by_state', { from: encodeKey(['pending']), to }, limit).map(jobOf);
  }

  /** When the next pending job is due, in milliseconds since 1970, or undefined when there is none. */
  nextTime(): number | undefined {
    const [next] = this.inState('pending', 1);
    return next?.['scheduledTime'] as number | undefined;
  }

  /** Ids of the actions that run, or that ran when the process ended. */
  inProgress(): string[] {
    return this.inState('inProgress', 10_000).map(({ _id }) => _id);
  }

  forgetOld(transaction: Transaction): void {
    const range = { from: encodeKey([null]), to: encodeKey([Date.now() - keptFor]) };
    for (const { _id } of this.scan('by_completed', range, 1000)) {
      transaction.remove(this.table, _id);
    }
  }

  private get table(): Table {
    return this.store.catalog.ensure(jobsTable);
  }

  private inState(state: State, limit: number): Document[] {
    const from = encodeKey([state]);
    return this.scan('by_state', { from, to: afterPrefix(from) }, limit);
  }

  private scan(index: string, range: Interval, limit: number): Document[] {
    return this.store
      .scan(this.table.indexes.get(index)!, range, false, limit)
      .map(({ json }) => parseDocument(json));
  }
}

function stateOf(job: Document): State {
  return (job['state'] as { kind: State }).kind;
}

function jobOf(document: Document): Job {
  const [args] = document['args'] as Value[];
  return { id: document._id, path: document['name'] as string, args: convexToJson(args!) };
}
