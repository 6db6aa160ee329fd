/**
 * Runs scheduled functions when their time comes.
 *
 * A mutation's job is completed in the mutation's own transaction, so it runs exactly once. An
 * action is marked before it starts, so it runs at most once: one that a crash cut off has failed.
 */
import { setTimeout as delayed } from 'node:timers/promises';
import type { JSONValue } from 'convex/values';
import type { Crons } from './crons.ts';
import { canonicalPath } from './deployment.ts';
import { RefusedError } from './errors.ts';
import type { History } from './history.ts';
import { Jobs, jobsTable, type Job } from './jobs.ts';
import { requestOf, type Runner } from './runner.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

// Longer delays overflow setTimeout.
const longestSleep = 60 * 60 * 1000;
const retryDelay = 1000;
const patience = 5000;
const jobsAtOnce = 64;

export class Scheduler {
  private readonly runner: Runner;
  private readonly jobs: Jobs;
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
    this.jobs = new Jobs(store);
    this.crons = crons;
    history.onCommit((_commit, { writes }) => {
      if (writes.touches(jobsTable)) this.wake();
    });
  }

  /** Fails the actions that the last process did not finish, and begins. */
  async start(): Promise<void> {
    const error = 'The deployment stopped while the action ran. Actions are not run again.';
    await this.history.write((transaction) => {
      for (const id of this.jobs.inProgress()) {
        this.jobs.move(transaction, id, ['inProgress'], 'failed', error);
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
    return this.jobs.add(transaction, this.nameOf(path), args, time);
  }

  /** One that has ended stays as it is; an action that runs is not cut off. */
  cancel(transaction: Transaction, id: string): void {
    this.jobs.move(transaction, id, ['pending', 'inProgress'], 'canceled');
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
      this.jobs.forgetOld(transaction);
    });
    for (;;) {
      const due = this.jobs.due(jobsAtOnce);
      for (const job of due) {
        if (this.isStopped) return;
        await this.run(job);
      }
      if (due.length < jobsAtOnce) break;
    }
    const times = [this.jobs.nextTime(), this.crons.nextTime()];
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
        if (this.jobs.move(transaction, job.id, ['pending'], 'success')) return;
        throw new RefusedError('The scheduled function was canceled.');
      },
    });
    if (!result.success) await this.finish(job.id, 'pending', result.errorMessage);
  }

  private async startAction(job: Job): Promise<void> {
    const isClaimed = await this.history.write((transaction) =>
      this.jobs.move(transaction, job.id, ['pending'], 'inProgress'),
    );
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

  private async finish(
    id: string,
    from: 'pending' | 'inProgress',
    error: string | null,
  ): Promise<void> {
    await this.history.write((transaction) =>
      error === null
        ? this.jobs.move(transaction, id, [from], 'success')
        : this.jobs.move(transaction, id, [from], 'failed', error),
    );
  }

  /** @returns the name that the job's document shows, as Convex writes it: `module.js:export`. */
  private nameOf(path: string): string {
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
