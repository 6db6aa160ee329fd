/** Runs functions for callers outside: queries and mutations one at a time, actions side by side. */
import type { JSONValue } from 'convex/values';
import { ConflictError, MAXIMUM_RETRIES, type Conflicts } from '../contract/conflicts.ts';
import type { Engine, MutationRun, QueryRun, Result } from '../contract/contract.ts';
import { DataFolderError } from '../storage/database.ts';
import { errorMessage, failedResult, toCallerError, type Failure } from './errors.ts';
import { Execution, type Backend, type FunctionKind, type RequestContext } from './execution.ts';
import { canonicalPath } from '../contract/functionSet.ts';
import { Listeners } from '../contract/listeners.ts';
import type { History } from '../transaction/history.ts';
import { runHttpAction } from './httpAction.ts';
import { TYPE_NAMES, type Invoker, type Outcome } from './invocation.ts';
import { callNested } from './nested.ts';
import type { Registry } from './registry.ts';
import type { Requests } from '../storage/requests.ts';
import type { Schedule } from './schedule.ts';
import type { Store } from '../storage/store.ts';
import type { Transaction } from '../transaction/transaction.ts';

type ExecutionListener = Parameters<Engine['onExecution']>[0];

export interface MutationOptions {
  /** Identifies the request: a second request with the same key gets the first one's run. */
  requestKey?: string;
  seesInternal: boolean;
  /** Engine work in the mutation's transaction, before and after the function. */
  before?: (transaction: Transaction) => void;
  after?: (transaction: Transaction) => void;
}

/** One run of a mutation. */
export interface MutationAttempt {
  run: MutationRun;
  /** Null when it succeeded. */
  failure: Failure | null;
  /** The reason, if the function is not at fault, so that another attempt may succeed. */
  obstacle: 'conflict' | 'disk' | null;
}

interface Parts {
  store: Store;
  history: History;
  requests: Requests;
  conflicts: Conflicts;
  registry: Registry;
  invoker: Invoker;
  schedule: Schedule;
}

export class Runner {
  readonly #parts: Parts;
  readonly #listeners = new Listeners<Parameters<ExecutionListener>>();
  readonly #backend: Backend;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { invoker, schedule, registry } = parts;
    this.#backend = {
      callNested: (...call) => callNested(invoker, ...call),
      callFromAction: (...call) => this.#callFromAction(...call),
      schedule: (...request) => schedule.add(...request),
      cancel: (...request) => schedule.cancel(...request),
      mapStack: (stack) => registry.current.mapStack(stack),
    };
  }

  onExecution(listener: ExecutionListener): () => void {
    return this.#listeners.add(listener);
  }

  runQuery(
    path: string,
    args: JSONValue,
    request: RequestContext,
    options: { journal?: string | null; seesInternal: boolean },
  ): Promise<QueryRun & { failure: Failure | null }> {
    return this.#parts.history.next(async (transaction) => {
      const journal = options.journal ?? null;
      const execution = this.#execution('query', path, request, transaction, { journal });
      const { result, failure } = await this.#recorded(execution, () =>
        this.#parts.invoker.invoke(execution, path, args, options.seesInternal),
      );
      const { snapshotTs: ts, reads } = transaction;
      return { result, failure, ts, reads: reads.seal(), journal: execution.journal.next };
    });
  }

  /** Runs a mutation until its commit meets no conflict, at most five times. */
  async runMutation(
    path: string,
    args: JSONValue,
    request: RequestContext,
    options: MutationOptions,
  ): Promise<MutationAttempt> {
    for (let failures = 0; ; failures++) {
      const attempt = await this.tryMutation(path, args, request, options);
      if (attempt.obstacle !== 'conflict' || failures === MAXIMUM_RETRIES) return attempt;
      await this.#parts.conflicts.backOff(failures);
    }
  }

  /** Runs a mutation once. A failed one leaves nothing behind. */
  tryMutation(
    path: string,
    args: JSONValue,
    request: RequestContext,
    options: MutationOptions,
  ): Promise<MutationAttempt> {
    const { history, requests, store } = this.#parts;
    return history.next(async (transaction) => {
      const { requestKey } = options;
      const known = requestKey === undefined ? null : requests.find(requestKey);
      if (known) return { run: known, failure: null, obstacle: null };
      const execution = this.#execution('mutation', path, request, transaction);
      let ts = transaction.snapshotTs;
      let obstacle: MutationAttempt['obstacle'] = null;
      const { result, failure } = await this.#recorded(execution, async () => {
        try {
          store.begin();
          options.before?.(transaction);
          transaction.beginFunction();
          const outcome = await this.#parts.invoker.invoke(
            execution,
            path,
            args,
            options.seesInternal,
          );
          execution.close();
          if (outcome.ok) {
            options.after?.(transaction);
            this.#checkConflict(transaction);
            ts = history.commit(transaction, (commitTs) => {
              const run = { result: resultOf(execution, outcome), ts: commitTs };
              if (requestKey !== undefined) requests.add(requestKey, run);
            });
            return outcome;
          }
          if (store.connection.hasFailed) obstacle = 'disk';
          store.rollback();
          return outcome;
        } catch (error) {
          obstacle = obstacleOf(error);
          store.rollback();
          return this.#parts.invoker.failed(error);
        }
      });
      return { run: { result, ts }, failure, obstacle };
    });
  }

  async runAction(
    path: string,
    args: JSONValue,
    request: RequestContext,
    seesInternal: boolean,
  ): Promise<{ result: Result; failure: Failure | null }> {
    const execution = this.#execution('action', path, request, null);
    return this.#recorded(execution, () =>
      this.#parts.invoker.invoke(execution, path, args, seesInternal),
    );
  }

  runHttpAction(httpRequest: Request, request: RequestContext): Promise<Response> {
    const { registry, invoker } = this.#parts;
    return runHttpAction(httpRequest, registry.current, {
      start: (name) => this.#execution('httpAction', name, request, null),
      failureOf: (error) => invoker.failed(error).failure,
      ended: (execution, startedAt, failure) => {
        execution.close();
        this.#announce(execution, startedAt, failure);
      },
    });
  }

  async #callFromAction(
    { request }: Execution,
    kind: 'query' | 'mutation' | 'action',
    path: string,
    args: JSONValue,
  ): Promise<JSONValue> {
    const seesInternal = true;
    const { result, failure } =
      kind === 'query'
        ? await this.runQuery(path, args, request, { seesInternal })
        : kind === 'mutation'
          ? await this.#mutationFromAction(path, args, request)
          : await this.runAction(path, args, request, seesInternal);
    if (result.success) return result.value;
    throw toCallerError(failure!);
  }

  async #mutationFromAction(path: string, args: JSONValue, request: RequestContext) {
    const { run, failure } = await this.runMutation(path, args, request, { seesInternal: true });
    return { result: run.result, failure };
  }

  /** @throws ConflictError As in Convex, a mutation that wrote nothing never conflicts. */
  #checkConflict({ writes }: Transaction): void {
    const [table] = writes.tables();
    if (table !== undefined && this.#parts.conflicts.happens()) throw new ConflictError(table);
  }

  #execution(
    kind: FunctionKind,
    path: string,
    request: RequestContext,
    transaction: Transaction | null,
    options: { journal?: string | null } = {},
  ): Execution {
    const name = kind === 'httpAction' ? path : canonicalPath(path);
    return new Execution(this.#backend, kind, name, request, transaction, options);
  }

  /** Runs a function, ends its execution and calls the listeners. */
  async #recorded(
    execution: Execution,
    run: () => Promise<Outcome>,
  ): Promise<{ result: Result; failure: Failure | null }> {
    const startedAt = performance.now();
    const outcome = await run();
    execution.close();
    const failure = outcome.ok ? null : outcome.failure;
    this.#announce(execution, startedAt, failure);
    return { result: resultOf(execution, outcome), failure };
  }

  #announce(execution: Execution, startedAt: number, failure: Failure | null): void {
    const entry = {
      path: execution.path,
      type: TYPE_NAMES[execution.kind],
      at: Date.now(),
      duration: performance.now() - startedAt,
      logLines: [...execution.logLines],
      database: execution.database,
      ...(failure && { error: errorMessage(failure, execution.request.requestId) }),
    };
    this.#listeners.call(entry);
  }
}

function resultOf({ request, logLines }: Execution, outcome: Outcome): Result {
  return outcome.ok
    ? { success: true, value: outcome.value, logLines }
    : failedResult(outcome.failure, request.requestId, logLines);
}

function obstacleOf(error: unknown): MutationAttempt['obstacle'] {
  if (error instanceof ConflictError) return 'conflict';
  return error instanceof DataFolderError ? 'disk' : null;
}
