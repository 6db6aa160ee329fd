/** Runs functions: queries and mutations one at a time, actions side by side. */
import { jsonToConvex, type JSONValue } from 'convex/values';
import type {
  Caller,
  Commit,
  Engine,
  FunctionType,
  MutationRun,
  QueryRun,
  Result,
} from './contract.ts';
import { canonicalPath, type DeployedFunction, type Deployment } from './deployment.ts';
import {
  failedResponse,
  failedResult,
  failureOf,
  newRequestId,
  RefusedError,
  toCallerError,
  type Failure,
} from './errors.ts';
import { Execution, runIn, type FunctionKind, type RequestContext } from './execution.ts';
import { functionValueSize, Usage, type TransactionLimits } from './limits.ts';
import type { Mutex } from './mutex.ts';
import { Reads } from './reads.ts';
import type { Requests } from './requests.ts';
import type { Scheduler } from './scheduler.ts';
import type { Store } from './store.ts';
import { Transaction } from './transaction.ts';
import { findMismatch } from './validate.ts';

type ExecutionListener = Parameters<Engine['onExecution']>[0];
type Kind = DeployedFunction['kind'];
type Outcome = { ok: true; value: JSONValue } | { ok: false; failure: Failure };

export class Runner {
  deployment: Deployment;
  /** Functions of the server itself, under `_system/`. */
  readonly system = new Map<string, DeployedFunction>();
  lastTs: bigint;
  scheduler!: Scheduler;
  private readonly store: Store;
  private readonly mutex: Mutex;
  private readonly requests: Requests;
  private readonly timeLimit: number;
  private readonly commitListeners = new Set<(commit: Commit) => void>();
  private readonly executionListeners = new Set<ExecutionListener>();

  /** @param timeLimit Milliseconds that a query or mutation may take. */
  constructor(
    parts: { store: Store; mutex: Mutex; requests: Requests; timeLimit: number },
    deployment: Deployment,
  ) {
    this.store = parts.store;
    this.mutex = parts.mutex;
    this.requests = parts.requests;
    this.timeLimit = parts.timeLimit;
    this.deployment = deployment;
    // From the clock when there is no data: a client of the deployment before has seen no newer.
    this.lastTs = this.store.lastTs || BigInt(Date.now()) * 1_000_000n;
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.commitListeners.add(listener);
    return () => this.commitListeners.delete(listener);
  }

  onExecution(listener: ExecutionListener): () => void {
    this.executionListeners.add(listener);
    return () => this.executionListeners.delete(listener);
  }

  /** @param path As a client or a function gives it. @throws RefusedError */
  resolve(path: string, seesInternal: boolean): DeployedFunction {
    const canonical = canonicalPath(path);
    const isSystem = canonical.startsWith('_system/');
    const found = isSystem ? this.system.get(canonical) : this.deployment.functions.get(canonical);
    if (found && (seesInternal || (found.isPublic && !isSystem))) return found;
    const sought = seesInternal ? 'function' : 'public function';
    throw new RefusedError(`Could not find ${sought} for '${canonical}'.`);
  }

  runQuery(
    path: string,
    args: JSONValue,
    request: RequestContext,
    options: { journal?: string | null; seesInternal: boolean },
  ): Promise<QueryRun> {
    return this.mutex.run(async () => {
      const transaction = this.newTransaction();
      const execution = new Execution(this, 'query', canonicalPath(path), request, transaction, {
        journal: options.journal ?? null,
      });
      const result = await this.recorded(execution, async () => {
        const outcome = await this.execute(execution, path, args, options.seesInternal);
        return this.close(execution, outcome);
      });
      const { snapshotTs: ts, reads } = transaction;
      return { result, ts, reads: reads.seal(), journal: execution.journal.next };
    });
  }

  runMutation(
    path: string,
    args: JSONValue,
    request: RequestContext,
    options: {
      requestKey?: string;
      seesInternal: boolean;
      before?: (transaction: Transaction) => void;
    },
  ): Promise<MutationRun> {
    return this.mutex.run(async () => {
      const { requestKey } = options;
      const known = requestKey === undefined ? null : this.requests.find(requestKey);
      if (known) return known;
      const transaction = this.newTransaction();
      const execution = new Execution(this, 'mutation', canonicalPath(path), request, transaction);
      let ts = this.lastTs;
      const result = await this.recorded(execution, async () => {
        let outcome: Outcome;
        try {
          this.store.begin();
          options.before?.(transaction);
          transaction.usage = new Usage();
          outcome = await this.execute(execution, path, args, options.seesInternal);
        } catch (error) {
          outcome = this.failed(error);
        }
        const closed = this.close(execution, outcome);
        try {
          if (!closed.success) this.store.rollback();
          else {
            ts = this.commit(transaction, (commitTs) => {
              if (requestKey !== undefined)
                this.requests.add(requestKey, { result: closed, ts: commitTs });
            });
          }
          return closed;
        } catch (error) {
          this.store.rollback();
          return this.close(execution, this.failed(error));
        }
      });
      return { result, ts };
    });
  }

  async runAction(
    path: string,
    args: JSONValue,
    request: RequestContext,
    seesInternal: boolean,
  ): Promise<Result> {
    const execution = new Execution(this, 'action', canonicalPath(path), request, null);
    return this.recorded(execution, async () =>
      this.close(execution, await this.execute(execution, path, args, seesInternal)),
    );
  }

  async runHttpAction(httpRequest: Request, request: RequestContext): Promise<Response> {
    const { pathname } = new URL(httpRequest.url);
    const { findHttpAction, mapStack } = this.deployment;
    if (findHttpAction === null) {
      return new Response('This Convex deployment does not have HTTP actions enabled.', {
        status: 404,
      });
    }
    const found = findHttpAction(pathname, httpRequest.method);
    if (found === null) return new Response('No matching routes found', { status: 404 });
    const name = `${httpRequest.method} ${found.route}`;
    const execution = new Execution(this, 'httpAction', name, request, null);
    let response: Response | undefined;
    await this.recorded(execution, async () => {
      try {
        const returned = await runIn(execution, () => found.invoke(httpRequest));
        if (!(returned instanceof Response)) {
          throw new Error(`${name} did not return a Response.`);
        }
        response = returned;
        return { success: true, value: null, logLines: execution.logLines };
      } catch (error) {
        const failure = failureOf(error, mapStack);
        response = failedResponse(failure, request.requestId);
        return failedResult(failure, request.requestId, execution.logLines);
      }
    });
    return response!;
  }

  /** A query or mutation called by another, in the same transaction. Undone alone when it throws. */
  async runNested(
    parent: Execution,
    kind: 'query' | 'mutation',
    path: string,
    args: JSONValue,
    limits?: Partial<TransactionLimits>,
  ): Promise<JSONValue> {
    if (parent.kind === 'query' && kind === 'mutation') {
      throw new Error('Cannot call a mutation function from a query function');
    }
    const transaction = parent.transaction!;
    const { logLines, request } = parent;
    const execution = new Execution(this, kind, canonicalPath(path), request, transaction, {
      logLines,
    });
    const nested = transaction.beginNested(kind === 'mutation', limits);
    const outcome = await this.execute(execution, path, args, true);
    execution.isOpen = false;
    transaction.endNested(nested, outcome.ok);
    if (outcome.ok) return outcome.value;
    throw toCallerError(outcome.failure);
  }

  async callFromAction(
    { request }: Execution,
    kind: Kind,
    path: string,
    args: JSONValue,
  ): Promise<JSONValue> {
    let result: Result;
    if (kind === 'query') {
      ({ result } = await this.runQuery(path, args, request, { seesInternal: true }));
    } else if (kind === 'mutation') {
      ({ result } = await this.runMutation(path, args, request, { seesInternal: true }));
    } else {
      result = await this.runAction(path, args, request, true);
    }
    if (result.success) return result.value;
    const { errorMessage, errorData } = result;
    // Without the request id and the trace: it is the caller that is going to be reported.
    const message = errorMessage.replace(/^\[Request ID: \w+\] Server Error\n/, '');
    throw toCallerError({
      message: message.replace(/\n {4}at [^]*$/, ''),
      trace: '',
      ...(errorData !== undefined && { data: errorData }),
    });
  }

  /** Runs work of the engine's own in a transaction. */
  inTransaction<T>(work: (transaction: Transaction) => T): Promise<T> {
    return this.mutex.run(() => {
      const transaction = this.newTransaction();
      this.store.begin();
      try {
        const result = work(transaction);
        this.commit(transaction);
        return result;
      } catch (error) {
        this.store.rollback();
        throw error;
      }
    });
  }

  private newTransaction(): Transaction {
    return new Transaction(this.store, this.lastTs, Date.now());
  }

  /** @returns the commit's timestamp, or the snapshot's where there was nothing to write. */
  private commit(transaction: Transaction, alongside?: (ts: bigint) => void): bigint {
    const { writes } = transaction;
    if (writes.isEmpty) {
      alongside?.(this.lastTs);
      this.store.commit();
      return this.lastTs;
    }
    const now = BigInt(Date.now()) * 1_000_000n;
    const ts = now > this.lastTs ? now : this.lastTs + 1n;
    transaction.resolveCommitTs(ts);
    alongside?.(ts);
    this.store.setMeta('lastTs', ts.toString());
    this.store.commit();
    this.lastTs = ts;
    const commit: Commit = { ts, invalidates: (reads) => Reads.of(reads).overlaps(writes) };
    for (const listener of this.commitListeners) listener(commit);
    if (writes.touches('_scheduled_functions')) this.scheduler.wake();
    return ts;
  }

  /** Resolves, validates, runs and validates again. Never throws. */
  private async execute(
    execution: Execution,
    path: string,
    args: JSONValue,
    seesInternal: boolean,
  ): Promise<Outcome> {
    try {
      const found = this.resolve(path, seesInternal);
      if (found.kind !== execution.kind) {
        throw new RefusedError(
          `Trying to execute ${found.path} as ${typeNames[execution.kind]}, but it is defined ` +
            `as ${typeNames[found.kind]}.`,
        );
      }
      this.checkArguments(found, args);
      const argsJson = JSON.stringify([args]);
      const invoked = runIn(execution, () => found.invoke(argsJson));
      const text = await this.withinLimits(execution, invoked);
      const value = JSON.parse(text) as JSONValue;
      this.checkResult(found, value, text);
      if (execution.isDeterministic) await execution.drain();
      return { ok: true, value };
    } catch (error) {
      return this.failed(error);
    }
  }

  private async withinLimits(execution: Execution, invoked: Promise<string>): Promise<string> {
    if (!execution.isDeterministic) return invoked;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      const seconds = `${this.timeLimit / 1000}s`;
      timer = setTimeout(() => {
        execution.isOpen = false;
        reject(new RefusedError(`Function execution timed out (maximum duration: ${seconds})`));
      }, this.timeLimit);
    });
    try {
      return await Promise.race([invoked, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  private checkArguments(found: DeployedFunction, args: JSONValue): void {
    const text = JSON.stringify(args);
    if (text.length > functionValueSize) {
      throw new RefusedError(
        `Arguments for ${found.path} are too large (actual: ${text.length} bytes, limit: ` +
          `${functionValueSize} bytes)`,
      );
    }
    if (text.includes('{"$commitTs":null}')) {
      throw new RefusedError(
        `Invalid arguments for ${found.path}: Value contains an unresolved commit timestamp`,
      );
    }
    const isObject = args !== null && typeof args === 'object' && !Array.isArray(args);
    if (!isObject) {
      throw new RefusedError(
        `ArgumentValidationError: The arguments to a Convex function must be an object. ` +
          `Received: ${text}`,
      );
    }
    let value;
    try {
      value = jsonToConvex(args);
    } catch (error) {
      throw new RefusedError(`Invalid arguments for ${found.path}: ${(error as Error).message}`);
    }
    const mismatch = findMismatch(found.args, value, this.tableNameOfId);
    if (mismatch !== null) throw new RefusedError(`ArgumentValidationError: ${mismatch}`);
  }

  private checkResult(found: DeployedFunction, value: JSONValue, text: string): void {
    if (text.length > functionValueSize) {
      throw new RefusedError(
        `Return value of ${found.path} is too large (actual: ${text.length} bytes, limit: ` +
          `${functionValueSize} bytes)`,
      );
    }
    if (text.includes('{"$commitTs":null}')) {
      throw new RefusedError(
        `Return value of ${found.path} is invalid: Value contains an unresolved commit timestamp`,
      );
    }
    if (found.returns === null) return;
    const mismatch = findMismatch(found.returns, jsonToConvex(value), this.tableNameOfId);
    if (mismatch !== null) throw new RefusedError(`ReturnsValidationError: ${mismatch}`);
  }

  private readonly tableNameOfId = (id: string) => this.store.catalog.tableOfId(id)?.name ?? null;

  private failed(error: unknown): Outcome {
    return { ok: false, failure: failureOf(error, this.deployment.mapStack) };
  }

  private close(execution: Execution, outcome: Outcome): Result {
    const { request, logLines } = execution;
    execution.isOpen = false;
    return outcome.ok
      ? { success: true, value: outcome.value, logLines }
      : failedResult(outcome.failure, request.requestId, logLines);
  }

  /** Tells the listeners of a call that has ended. */
  private async recorded(execution: Execution, run: () => Promise<Result>): Promise<Result> {
    const start = performance.now();
    const result = await run();
    const entry = {
      path: execution.path,
      type: typeNames[execution.kind],
      at: Date.now(),
      duration: performance.now() - start,
      logLines: [...execution.logLines],
      ...(!result.success && { error: result.errorMessage }),
    };
    for (const listener of this.executionListeners) listener(entry);
    return result;
  }
}

/** As the CLI's logs and error messages write them. */
export const typeNames: Record<FunctionKind, FunctionType> = {
  query: 'Query',
  mutation: 'Mutation',
  action: 'Action',
  httpAction: 'HttpAction',
};

export function requestOf(caller: Caller, scheduledJob: string | null = null): RequestContext {
  return { caller, requestId: newRequestId(), scheduledJob };
}
