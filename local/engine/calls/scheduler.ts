/**
 * Runs jobs when their time comes.
 *
 * A mutation's job is completed in the mutation's own transaction, so it runs exactly once. An
 * action is marked before it starts, so it runs at most once: an action that a crash interrupts
 * counts as failed.
 */
import { setTimeout as delayed } from 'node:timers/promises';
import type { Conflicts } from '../contract/conflicts.ts';
import type { Crons } from './crons.ts';
import { RefusedError, textOf, type Failure } from './errors.ts';
import { requestOf, type RequestContext } from './execution.ts';
import type { History } from '../transaction/history.ts';
import type { Job, Jobs } from './jobs.ts';
import type { Registry } from './registry.ts';
import type { Runner } from './runner.ts';

// Longer delays overflow setTimeout.
const LONGEST_SLEEP_MS = 60 * 60 * 1000;
const RETRY_DELAY_MS = 1000;
const PATIENCE_MS = 5000;
const JOBS_AT_ONCE = 64;

/** Jobs run without a caller: they see internal functions and no identity. */
const ENGINE_CALLER = { admin: true, identity: null };

interface Parts {
  runner: Runner;
  registry: Registry;
  history: History;
  conflicts: Conflicts;
  crons: Crons;
  /** Jobs that functions have scheduled. */
  scheduled: Jobs;
  cronRuns: Jobs;
}

export class Scheduler {
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | null = null;
  #wakesAgain = false;
  readonly #actions = new Set<Promise<void>>();
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.history.onCommit((_commit, { writes }) => {
      if (this.#allJobs.some(({ name }) => writes.touches(name))) this.wake();
    });
  }

  /** Fails the actions that the last process did not finish, then starts running jobs. */
  async start(): Promise<void> {
    const error = 'The deployment stopped while the action ran. Actions are not run again.';
    await this.#parts.history.write((transaction) => {
      for (const jobs of this.#allJobs) {
        for (const id of jobs.inProgress()) {
          jobs.move(transaction, id, ['inProgress'], 'failed', error);
        }
      }
    });
    this.wake();
  }

  /**
   * Starts no more jobs, and waits for the running ones. It does not wait for ever for actions: the
   * next start counts an unfinished action as failed.
   */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const patience = delayed(PATIENCE_MS, undefined, { ref: false });
    await Promise.race([Promise.all([this.#turn, ...this.#actions]), patience]);
  }

  /** Looks for jobs that are due, now and whenever the next one will be. */
  wake(): void {
    if (this.#isStopped) return;
    if (this.#turn) {
      this.#wakesAgain = true;
      return;
    }
    clearTimeout(this.#timer);
    // Not at once: the transaction that called this has yet to finish.
    this.#timer = setTimeout(() => {
      this.#turn = this.#runDue()
        // The data folder cannot be written. The jobs stay due, so nothing is lost.
        .catch(() => this.#sleep(RETRY_DELAY_MS))
        .finally(() => {
          this.#turn = null;
          if (this.#wakesAgain) this.wake();
          this.#wakesAgain = false;
        });
    }, 0);
  }

  get #allJobs(): Jobs[] {
    return [this.#parts.scheduled, this.#parts.cronRuns];
  }

  async #runDue(): Promise<void> {
    const { history, crons, cronRuns, registry } = this.#parts;
    await history.write((transaction) => {
      const time = transaction.startedAt;
      crons.enqueueDue(transaction, (path, args) =>
        cronRuns.add(transaction, { name: registry.scheduledName(path), args, time }),
      );
      for (const jobs of this.#allJobs) jobs.forgetOld(transaction);
    });
    for (;;) {
      const due = this.#allJobs
        .flatMap((jobs) => jobs.due(JOBS_AT_ONCE).map((job) => ({ job, jobs })))
        .sort((a, b) => a.job.time - b.job.time);
      for (const { job, jobs } of due) {
        if (this.#isStopped) return;
        await this.#run(job, jobs);
      }
      if (due.length < JOBS_AT_ONCE) break;
    }
    const times = [...this.#allJobs.map((jobs) => jobs.nextTime()), crons.nextTime()];
    const soonest = Math.min(...times.filter((time) => time !== undefined));
    this.#sleep(soonest - Date.now());
  }

  #sleep(delay: number): void {
    if (this.#isStopped) return;
    const sleep = Math.min(Math.max(delay, 0), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.wake(), sleep);
    // A deployment that only waits must not keep the process alive.
    this.#timer.unref();
  }

  async #run(job: Job, jobs: Jobs): Promise<void> {
    let kind;
    try {
      ({ kind } = this.#parts.registry.resolve(job.path, true));
    } catch {
      // The functions have changed since the job was scheduled. Running it fails with that reason.
      kind = 'mutation';
    }
    const request = requestOf(ENGINE_CALLER, jobs === this.#parts.scheduled ? job.id : null);
    if (kind === 'action') await this.#startAction(job, jobs, request);
    else await this.#runMutation(job, jobs, request);
  }

  /** As in Convex, retries for ever while the function is not at fault. */
  async #runMutation(job: Job, jobs: Jobs, request: RequestContext): Promise<void> {
    for (let failures = 0; !this.#isStopped && jobs.stateOf(job.id) === 'pending'; failures++) {
      const { failure, obstacle } = await this.#parts.runner.tryMutation(
        job.path,
        job.args,
        request,
        {
          seesInternal: true,
          before: (transaction) => {
            // Only the mutation itself sees this state.
            if (jobs.move(transaction, job.id, ['pending'], 'inProgress')) return;
            throw new RefusedError('The scheduled function was canceled.');
          },
          after: (transaction) => {
            jobs.move(transaction, job.id, ['inProgress'], 'success');
          },
        },
      );
      if (obstacle === 'disk') throw new Error('The data folder cannot be written.');
      if (obstacle === 'conflict') await this.#parts.conflicts.backOff(failures);
      else {
        if (failure) await this.#finish(job, jobs, 'pending', failure);
        return;
      }
    }
  }

  async #startAction(job: Job, jobs: Jobs, request: RequestContext): Promise<void> {
    if (this.#actions.size >= JOBS_AT_ONCE) await Promise.race(this.#actions);
    if (this.#isStopped) return;
    const isClaimed = await this.#parts.history.write((transaction) =>
      jobs.move(transaction, job.id, ['pending'], 'inProgress'),
    );
    if (!isClaimed) return;
    const done = this.#runAction(job, jobs, request).finally(() => this.#actions.delete(done));
    this.#actions.add(done);
  }

  /**
   * Never rejects. If the result cannot be written before the process ends, the job counts as
   * failed.
   */
  async #runAction(job: Job, jobs: Jobs, request: RequestContext): Promise<void> {
    const { failure } = await this.#parts.runner.runAction(job.path, job.args, request, true);
    for (;;) {
      try {
        return await this.#finish(job, jobs, 'inProgress', failure);
      } catch {
        if (this.#isStopped) return;
        await delayed(RETRY_DELAY_MS, undefined, { ref: false });
      }
    }
  }

  async #finish(
    { id }: Job,
    jobs: Jobs,
    from: 'pending' | 'inProgress',
    failure: Failure | null,
  ): Promise<void> {
    await this.#parts.history.write((transaction) =>
      failure === null
        ? jobs.move(transaction, id, [from], 'success')
        : jobs.move(transaction, id, [from], 'failed', textOf(failure)),
    );
  }
}
