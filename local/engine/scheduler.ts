/**
 * Runs scheduled functions when their time comes. Jobs are documents of `_scheduled_functions`:
 * pending, then (actions only) inProgress, then success, failed or canceled.
 *
 * A mutation's job is completed in the mutation's own transaction, so it runs exactly once. An
 * action is marked before it starts, so it runs at most once: one that a crash cut off has failed.
 */
import { setTimeout as delayed } from 'node:timers/promises';
import {
  convexToJson,
  getConvexSize,
  jsonToConvex,
  type JSONValue,
  type Value,
} from 'convex/values';
import type { Crons } from './crons.ts';
import { canonicalPath } from './deployment.ts';
import { parseDocument, type Document } from './documents.ts';
import { RefusedError } from './errors.ts';
import type { History } from './history.ts';
import { afterPrefix, encodeKey } from './keys.ts';
import { requestOf, type Runner } from './runner.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

const jobsTable = '_scheduled_functions';
const fiveYears = 5 * 366 * 24 * 60 * 60 * 1000;
// Convex deletes completed jobs after 7 days.
const keptFor = 7 * 24 * 60 * 60 * 1000;
// Longer delays overflow setTimeout.
const longestSleep = 60 * 60 * 1000;
const retryDelay = 1000;
const patience = 5000;
const jobsAtOnce = 64;

type Job = { id: string; path: string; args: JSONValue };

export class Scheduler {
  private readonly runner: Runner;
  private readonly store: Store;
  private readonly crons: Crons;
  private readonly history: History;
  private timer: NodeJS.Timeout | undefined;
  private turn: Promise<void> | null = null;
  private wakeAgain = false;
  private readonly actions = new Set<Promise<void>>();
  private isStopped = false;

  constructor(runner: Runner, history: History, store: Store, crons: Crons) {
    this.runner = runner;
    this.history = history;
    this.store = store;
    this.crons = crons;
    history.onCommit((_commit, { writes }) => {
      if (writes.touches(jobsTable)) this.wake();
    });
  }

  /** Fails the actions that the last process did not finish, and begins. */
  async start(): Promise<void> {
    await this.history.write((transaction) => {
      for (const { _id } of this.jobs('inProgress')) {
        this.setState(transaction, _id, {
          kind: 'failed',
          error: 'The deployment stopped while the action ran. Actions are not run again.',
        });
      }
    });
    this.wake();
  }

  /**
   * Waits for the jobs that run, though not for ever for actions: one that is left counts as failed
   * at the next start. None starts afterwards.
   */
  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.turn;
    await Promise.race([Promise.all(this.actions), delayed(patience, undefined, { ref: false })]);
  }

  /**
   * Adds a job; it is gone again when the transaction is rolled back.
   *
   * @param time Milliseconds since 1970.
   * @returns the job's id
   */
  schedule(transaction: Transaction, path: string, args: JSONValue, time: number): string {
    const name = this.checkPath(path);
    const delay = time - transaction.startedAt;
    if (Math.abs(delay) > fiveYears) {
      throw new Error(
        `${new Date(time).toISOString()} is more than 5 years in the ${delay > 0 ? 'future' : 'past'}`,
      );
    }
    transaction.usage.add('functionsScheduled', 1);
    transaction.usage.add('scheduledFunctionArgsBytes', getConvexSize(jsonToConvex([args])));
    return transaction.insertSystem(this.store.catalog.ensure(jobsTable), {
      name,
      args: [args],
      scheduledTime: time,
      state: { kind: 'pending' },
    });
  }

  cancel(transaction: Transaction, id: string): void {
    const json = transaction.get(this.store.catalog.ensure(jobsTable), id);
    const kind = json && stateOf(parseDocument(json));
    if (kind === 'pending' || kind === 'inProgress') {
      this.setState(transaction, id, { kind: 'canceled' });
    }
  }

  /** A transaction of its own, for what an action schedules or cancels. */
  write<T>(work: (transaction: Transaction) => T): Promise<T> {
    return this.history.write(work);
  }

  /** Looks for jobs that are due, now and whenever the next one will be. */
  wake(): void {
    if (this.isStopped) return;
    if (this.turn) {
      this.wakeAgain = true;
      return;
    }
    clearTimeout(this.timer);
    // Not at once: the transaction that woke us has yet to finish.
    this.timer = setTimeout(() => {
      this.turn = this.runDue()
        // The data folder cannot be written. Nothing is lost: the jobs are due still.
        .catch(() => this.sleep(retryDelay))
        .finally(() => {
          this.turn = null;
          if (this.wakeAgain) this.wake();
          this.wakeAgain = false;
        });
    }, 0);
  }

  private async runDue(): Promise<void> {
    await this.history.write((transaction) => {
      this.crons.enqueueDue(transaction, (path, args) =>
        this.schedule(transaction, path, args, transaction.startedAt),
      );
      this.forgetOld(transaction);
    });
    for (;;) {
      const due = this.jobs('pending', Date.now(), jobsAtOnce);
      for (const document of due) {
        if (this.isStopped) return;
        await this.run(jobOf(document));
      }
      if (due.length < jobsAtOnce) break;
    }
    const [next] = this.jobs('pending', Infinity, 1);
    const times = [next?.['scheduledTime'] as number | undefined, this.crons.nextTime()];
    const soonest = Math.min(...times.filter((time) => time !== undefined));
    this.sleep(soonest - Date.now());
  }

  private sleep(delay: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => this.wake(), Math.min(Math.max(delay, 0), longestSleep));
    // A deployment that only waits must not keep a process alive that wants to end.
    this.timer.unref();
  }

  private async run(job: Job): Promise<void> {
    let kind;
    try {
      ({ kind } = this.runner.resolve(job.path, true));
    } catch {
      // The functions have changed since it was scheduled: running it will say so.
      kind = 'mutation';
    }
    if (kind === 'action') await this.startAction(job);
    else await this.runMutation(job);
  }

  private async runMutation(job: Job): Promise<void> {
    const request = requestOf(engineCaller, job.id);
    const { result } = await this.runner.runMutation(job.path, job.args, request, {
      seesInternal: true,
      before: (transaction) => {
        this.claim(transaction, job.id);
        this.setState(transaction, job.id, { kind: 'success' });
      },
    });
    if (!result.success) await this.finish(job.id, 'pending', result.errorMessage);
  }

  private async startAction(job: Job): Promise<void> {
    const isClaimed = await this.history.write((transaction) => {
      if (this.stateNow(transaction, job.id) !== 'pending') return false;
      this.setState(transaction, job.id, { kind: 'inProgress' });
      return true;
    });
    if (!isClaimed) return;
    if (this.actions.size >= jobsAtOnce) await Promise.race(this.actions);
    const done = this.runner
      .runAction(job.path, job.args, requestOf(engineCaller, job.id), true)
      .then((result) =>
        this.finish(job.id, 'inProgress', result.success ? null : result.errorMessage),
      )
      // Where the end cannot be written, the job stays in progress: the next start says it failed.
      .catch(() => undefined)
      .finally(() => this.actions.delete(done));
    this.actions.add(done);
  }

  private finish(id: string, from: string, error: string | null): Promise<void> {
    return this.history.write((transaction) => {
      if (this.stateNow(transaction, id) !== from) return;
      this.setState(
        transaction,
        id,
        error === null ? { kind: 'success' } : { kind: 'failed', error },
      );
    });
  }

  private claim(transaction: Transaction, id: string): void {
    if (this.stateNow(transaction, id) === 'pending') return;
    throw new RefusedError('The scheduled function was canceled.');
  }

  private stateNow(transaction: Transaction, id: string): string | null {
    const json = transaction.get(this.store.catalog.ensure(jobsTable), id);
    return json === null ? null : stateOf(parseDocument(json));
  }

  private setState(transaction: Transaction, id: string, state: { kind: string; error?: string }) {
    const isOver = state.kind !== 'pending' && state.kind !== 'inProgress';
    transaction.patch(this.store.catalog.ensure(jobsTable), id, {
      state,
      ...(isOver && { completedTime: Date.now() }),
    });
  }

  private jobs(state: string, until = Infinity, limit = 10_000): Document[] {
    const index = this.store.catalog.ensure(jobsTable).indexes.get('by_state')!;
    const from = encodeKey([state]);
    const to = until === Infinity ? afterPrefix(from) : afterPrefix(encodeKey([state, until]));
    return this.store
      .scan(index, { from, to }, false, limit)
      .map(({ json }) => parseDocument(json));
  }

  private forgetOld(transaction: Transaction): void {
    const table = this.store.catalog.ensure(jobsTable);
    const range = { from: encodeKey([null]), to: encodeKey([Date.now() - keptFor]) };
    for (const { json } of this.store.scan(
      table.indexes.get('by_completed')!,
      range,
      false,
      1000,
    )) {
      transaction.remove(table, parseDocument(json)._id);
    }
  }

  /** @returns the name that the job's document shows, as Convex writes it: `module.js:export`. */
  private checkPath(path: string): string {
    const canonical = canonicalPath(path);
    const [module, name = 'default'] = canonical.split(':');
    if (!this.runner.deployment.functions.has(canonical)) {
      const { functions } = this.runner.deployment;
      const moduleExists = [...functions.keys()].some((known) => known.split(':')[0] === module);
      throw new Error(
        moduleExists
          ? `Attempted to schedule function, but no exported function ${name} found in the file: ` +
              `${module}.js. Did you forget to export it?`
          : `Attempted to schedule function at nonexistent path: ${module}.js`,
      );
    }
    return `${module}.js:${name}`;
  }
}

/** Scheduled functions run for nobody: they see internal functions and no identity. */
const engineCaller = { admin: true, identity: null };

function stateOf(job: Document): string {
  return (job['state'] as { kind: string }).kind;
}

function jobOf(document: Document): Job {
  const [args] = document['args'] as Value[];
  return { id: document._id, path: document['name'] as string, args: convexToJson(args!) };
}
