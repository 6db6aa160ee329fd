/** The function call that is running, as its syscalls and globals find it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller } from './contract.ts';
import { RefusedError } from './errors.ts';
import { Mutex } from './mutex.ts';
import type { QueryStream } from './query.ts';
import type { Runner } from './runner.ts';
import type { Transaction } from './transaction.ts';

export type FunctionKind = 'query' | 'mutation' | 'action' | 'httpAction';

/** What a call has in common with those that it makes. */
export type RequestContext = {
  caller: Caller;
  requestId: string;
  /** Id of the scheduled job that it all began with, or null. */
  scheduledJob: string | null;
};

export class Execution {
  readonly runner: Runner;
  readonly kind: FunctionKind;
  readonly path: string;
  readonly request: RequestContext;
  /** Null in actions. */
  readonly transaction: Transaction | null;
  readonly logLines: string[];
  readonly streams = new Map<number, QueryStream>();
  /** End cursors of the paginated query: of the first run, and of this one. */
  readonly journal: { previous: string | null; next: string | null };
  /** Labels of `console.time` and when they began. */
  readonly timers = new Map<string, number>();
  isOpen = true;
  /** What a promise that nobody awaited was rejected with. */
  abandoned: { error: unknown } | null = null;
  private pendingSyscalls = 0;
  private hasRejected = false;
  private readonly syscalls = new Mutex();

  constructor(
    runner: Runner,
    kind: FunctionKind,
    path: string,
    request: RequestContext,
    transaction: Transaction | null,
    options: { journal?: string | null; logLines?: string[] } = {},
  ) {
    this.runner = runner;
    this.kind = kind;
    this.path = path;
    this.request = request;
    this.transaction = transaction;
    this.journal = { previous: options.journal ?? null, next: null };
    this.logLines = options.logLines ?? [];
  }

  get isDeterministic(): boolean {
    return this.kind === 'query' || this.kind === 'mutation';
  }

  /**
   * Runs a syscall. In a transaction they run one after the other: what a mutation does beside a
   * nested call must not be undone with it.
   */
  async runSyscall<T>(operation: string, work: () => T | Promise<T>): Promise<T> {
    this.checkOpen(operation);
    this.pendingSyscalls += 1;
    try {
      if (!this.transaction) return await work();
      return await this.syscalls.run(() => {
        this.checkOpen(operation);
        return work();
      });
    } catch (error) {
      this.hasRejected = true;
      throw error;
    } finally {
      this.pendingSyscalls -= 1;
    }
  }

  checkOpen(operation: string): void {
    if (this.isOpen && this.transaction?.isOpen !== false) return;
    throw new Error(
      `${operation} was called after ${this.path} had ended. Await every promise in the function.`,
    );
  }

  /**
   * Waits for the function, though not for ever.
   *
   * @param limit Milliseconds.
   * @throws RefusedError; whatever the function does afterwards has no effect.
   */
  async endWithin<T>(limit: number, running: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.isOpen = false;
        const seconds = `${limit / 1000}s`;
        reject(new RefusedError(`Function execution timed out (maximum duration: ${seconds})`));
      }, limit);
    });
    try {
      return await Promise.race([running, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Waits for what the function has started and not awaited, which belongs to it still.
   *
   * @throws what such a promise was rejected with
   */
  async drain(): Promise<void> {
    while (this.pendingSyscalls > 0 || this.hasRejected) {
      this.hasRejected = false;
      await this.syscalls.run(() => undefined);
      // Node tells of unhandled rejections only when all microtasks are done.
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.abandoned) throw this.abandoned.error;
  }
}

const running = new AsyncLocalStorage<Execution>();

export function currentExecution(): Execution | undefined {
  return running.getStore();
}

export function runIn<T>(execution: Execution, work: () => T): T {
  return running.run(execution, work);
}

let isWatching = false;

/**
 * A promise that a function did not await and that was rejected ends that call, not the process.
 * Everything else keeps Node's own way.
 */
export function watchUnhandledRejections(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('unhandledRejection', (error) => {
    const execution = currentExecution();
    if (execution) execution.abandoned ??= { error };
    else if (process.listenerCount('unhandledRejection') === 1) throw error;
  });
}
