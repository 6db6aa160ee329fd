/** `ctx.scheduler` of functions: adds jobs and cancels them. */
import { getConvexSize, jsonToConvex, type JSONValue } from 'convex/values';
import type { Execution } from './execution.ts';
import type { History } from '../transaction/history.ts';
import type { Jobs } from './jobs.ts';
import type { Registry } from './registry.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { checkShape } from '../values/valueLimits.ts';

const FIVE_YEARS_MS = 5 * 366 * 24 * 60 * 60 * 1000;

export class Schedule {
  readonly #jobs: Jobs;
  readonly #history: History;
  readonly #registry: Registry;

  constructor(jobs: Jobs, history: History, registry: Registry) {
    this.#jobs = jobs;
    this.#history = history;
    this.#registry = registry;
  }

  /**
   * Adds a job in the transaction of a mutation or, for an action, in a transaction of its own.
   *
   * @param time Milliseconds since 1970.
   * @returns the job's id
   * @throws Error in Convex's words.
   */
  add(
    { transaction, request }: Execution,
    path: string,
    args: JSONValue,
    time: number,
  ): string | Promise<string> {
    const name = this.#registry.scheduledName(path);
    checkArguments(name, args);
    const { scheduledJob } = request;
    return this.#write(transaction, (open) => {
      checkTime(time - open.startedAt, time);
      open.usage.add('functionsScheduled', 1);
      open.usage.add('scheduledFunctionArgsBytes', getConvexSize([jsonToConvex(args)]));
      // A job that a canceled job starts is canceled too.
      const isCanceled = scheduledJob !== null && this.#jobs.stateOf(scheduledJob) === 'canceled';
      return this.#jobs.add(open, { name, args, time, isCanceled });
    });
  }

  /** Cancels a job. A job that has ended stays as it is; a running action is not interrupted. */
  cancel({ transaction, request }: Execution, id: string): void | Promise<void> {
    if (!this.#jobs.isId(id)) {
      throw new Error(
        "Invalid scheduled function ID. The ID must be an ID on the '_scheduled_functions' table.",
      );
    }
    // As on Convex, a mutation that was scheduled cannot cancel itself.
    if (transaction && request.scheduledJob === id) return;
    return this.#write(transaction, (open) => {
      this.#jobs.move(open, id, ['pending', 'inProgress'], 'canceled');
    });
  }

  #write<T>(transaction: Transaction | null, work: (open: Transaction) => T): T | Promise<T> {
    return transaction ? work(transaction) : this.#history.write(work);
  }
}

function checkArguments(name: string, args: JSONValue): void {
  try {
    checkShape([args]);
    jsonToConvex(args);
  } catch (error) {
    throw new Error(`Invalid arguments for ${name}: ${(error as Error).message}`);
  }
}

function checkTime(delay: number, time: number): void {
  if (Math.abs(delay) <= FIVE_YEARS_MS) return;
  throw new Error(
    `${new Date(time).toISOString()} is more than 5 years in the ${delay > 0 ? 'future' : 'past'}`,
  );
}
