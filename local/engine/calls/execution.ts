/** One run of a function: the state that its syscalls and globals use. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { JSONValue } from 'convex/values';
import type { Caller, DatabaseUsage } from '../contract/contract.ts';
import { newRequestId, RefusedError } from './errors.ts';
import type { QueryStream } from '../transaction/query.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { Turns } from './turns.ts';
import { Usage, type TransactionLimits } from '../transaction/usage.ts';

export type FunctionKind = 'query' | 'mutation' | 'action' | 'httpAction';

/** What a call shares with the calls that it makes. */
export interface RequestContext {
  caller: Caller;
  requestId: string;
  /** The id of the scheduled function at the root of the call, or null. */
  scheduledJob: string | null;
}

export function requestOf(caller: Caller, scheduledJob: string | null = null): RequestContext {
  return { caller, requestId: newRequestId(), scheduledJob };
}

/** The engine, as a running function needs it. */
export interface Backend {
  /** Calls a query or mutation in the transaction of the caller. */
  callNested: (
    parent: Execution,
    kind: 'query' | 'mutation',
    path: string,
    args: JSONValue,
    limits?: Partial<TransactionLimits>,
  ) => Promise<JSONValue>;
  callFromAction: (
    parent: Execution,
    kind: 'query' | 'mutation' | 'action',
    path: string,
    args: JSONValue,
  ) => Promise<JSONValue>;
  /**
   * @param time Milliseconds since 1970.
   * @returns the id of the scheduled function
   */
  schedule: (
    parent: Execution,
    path: string,
    args: JSONValue,
    time: number,
  ) => string | Promise<string>;
  cancel: (parent: Execution, id: string) => void | Promise<void>;
  /** Turns a stack of bundled code into trace lines that name the sources. */
  mapStack: (stack: string) => string;
}

export class Execution {
  readonly backend: Backend;
  readonly kind: FunctionKind;
  readonly path: string;
  readonly request: RequestContext;
  /** Null in actions. */
  readonly transaction: Transaction | null;
  readonly logLines: string[];
  /** How many queries and mutations called each other to get here. */
  readonly depth: number;
  readonly streams = new Map<number, QueryStream>();
  /** End cursors of the paginated query: of the first run, and of this one. */
  readonly journal: { previous: string | null; next: string | null };
  /** Labels of `console.time` and when they began. */
  readonly consoleTimers = new Map<string, number>();
  /** The timers of an action. They end with it. */
  readonly timers = new Set<NodeJS.Timeout>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #syscalls = new Turns();
  readonly #failure = Promise.withResolvers<never>();
  #lastSyscall = performance.now();
  #timeout: NodeJS.Timeout | undefined;
  #isOpen = true;

  constructor(
    backend: Backend,
    kind: FunctionKind,
    path: string,
    request: RequestContext,
    transaction: Transaction | null,
    options: { journal?: string | null; logLines?: string[]; depth?: number } = {},
  ) {
    this.backend = backend;
    this.kind = kind;
    this.path = path;
    this.request = request;
    this.transaction = transaction;
    this.journal = { previous: options.journal ?? null, next: null };
    this.logLines = options.logLines ?? [];
    this.depth = options.depth ?? 0;
    this.#failure.promise.catch(() => undefined);
  }

  get isDeterministic(): boolean {
    return this.kind === 'query' || this.kind === 'mutation';
  }

  get database(): DatabaseUsage {
    return (this.transaction?.usage ?? new Usage()).database();
  }

  /**
   * Runs a syscall. Syscalls of a transaction run one at a time, since undoing a nested call must
   * keep its caller's other writes.
   */
  runSyscall<T>(operation: string, work: () => T | Promise<T>): T | Promise<T> {
    this.checkOpen(operation);
    const checked = () => {
      this.checkOpen(operation);
      return work();
    };
    const result = this.transaction ? this.#syscalls.run(checked) : work();
    if (result instanceof Promise) this.waitFor(result);
    else this.#lastSyscall = performance.now();
    return result;
  }

  /** Adds work that the function started to its run, whether the function awaits it or not. */
  waitFor(work: Promise<unknown>): void {
    const ended = () => {
      this.#pending.delete(work);
      this.#lastSyscall = performance.now();
    };
    this.#pending.add(work);
    work.then(ended, ended);
  }

  checkOpen(operation: string): void {
    if (this.#isOpen && this.transaction?.isOpen !== false) return;
    throw new Error(
      `${operation} was called after ${this.path} had ended. Await every promise in the function.`,
    );
  }

  /**
   * Waits for the function and for everything that it started without awaiting.
   *
   * @param timeLimit How many milliseconds it may wait without a syscall; unlimited when absent.
   * Time in syscalls does not count, so that no function fails on a slow machine.
   * @throws anything that the function threw, in its promise or outside; RefusedError after the limit.
   */
  async outcome<T>(running: Promise<T>, timeLimit?: number): Promise<T> {
    if (timeLimit !== undefined) this.#failWhenIdle(timeLimit, timeLimit);
    try {
      return await Promise.race([this.#drained(running), this.#failure.promise]);
    } finally {
      clearTimeout(this.#timeout);
    }
  }

  /**
   * Fails the run because of an error that its code threw outside of its promise.
   *
   * @returns false when the run had already ended.
   */
  fail(error: unknown): boolean {
    if (!this.#isOpen) return false;
    this.#failure.reject(error);
    return true;
  }

  /** Rejects when the run fails outside of its promise. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  /** Ends the run: later syscalls are refused, timers stopped. */
  close(): void {
    this.#isOpen = false;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  #failWhenIdle(limit: number, delay: number): void {
    this.#timeout = setTimeout(() => {
      const idle = this.#pending.size > 0 ? 0 : performance.now() - this.#lastSyscall;
      if (idle < limit) this.#failWhenIdle(limit, limit - idle);
      else {
        const seconds = `${limit / 1000}s`;
        this.fail(new RefusedError(`Function execution timed out (maximum duration: ${seconds})`));
        this.close();
      }
    }, delay);
  }

  async #drained<T>(running: Promise<T>): Promise<T> {
    const value = await running;
    do {
      if (this.#pending.size > 0) await Promise.allSettled(this.#pending);
      // Reactions to the syscalls may start more of them. Node reports unhandled rejections only
      // when all reactions have run.
      await new Promise(setImmediate);
    } while (this.#pending.size > 0);
    return value;
  }
}

const running = new AsyncLocalStorage<Execution>();

export function currentExecution(): Execution | undefined {
  return running.getStore();
}

export function runIn<T>(execution: Execution, work: () => T): T {
  return running.run(execution, work);
}
