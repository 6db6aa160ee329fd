/** Runs functions: queries and mutations one at a time, actions side by side. */
import type { JSONValue } from 'convex/values';
import { checkArguments, checkResult } from './checks.ts';
import type { Caller, Engine, FunctionType, MutationRun, QueryRun, Result } from './contract.ts';
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
import type { History } from './history.ts';
import { Usage, type TransactionLimits } from './limits.ts';
import type { Requests } from './requests.ts';
import type { Scheduler } from './scheduler.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

type ExecutionListener = Parameters<Engine['onExecution']>[0];
type Kind = DeployedFunction['kind'];
type Outcome = { ok: true; value: JSONValue } | { ok: false; failure: Failure };

export class Runner {
  deployment: Deployment;
  /** Functions of the server itself, under `_system/`. */
  readonly system = new Map<string, DeployedFunction>();
  scheduler!: Scheduler;
  private readonly store: Store;
  private readonly history: History;
  private readonly requests: Requests;
  private readonly timeLimit: number;
  private readonly executionListeners = new Set<ExecutionListener>();

  /** @param timeLimit Milliseconds that a query or mutation may take. */
  constructor(
    parts: { store: Store; history: History; requests: Requests; timeLimit: number },
    deployment: Deployment,
  ) {
    this.store = parts.store;
    this.history = parts.history;
    this.requests = parts.requests;
    this.timeLimit = parts.timeLimit;
    this.deployment = deployment;
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
    return this.history.next(async (transaction) => {
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
    return this.history.next(async (transaction) => {
      const { requestKey } = options;
      const known = requestKey === undefined ? null : this.requests.find(requestKey);
      if (known) return known;
      const execution = new Execution(this, 'mutation', canonicalPath(path), request, transaction);
      let ts = transaction.snapshotTs;
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
            ts = this.history.commit(transaction, (commitTs) => {
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
    // The outer call has been given up meanwhile: there is nothing left to keep or undo.
    if (!transaction.isOpen) throw new Error(`${path} ended after its transaction.`);
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
      const argsJson = checkArguments(found, args, this.tableOfId);
      const invoked = runIn(execution, () => found.invoke(argsJson));
      const text = await (execution.isDeterministic
        ? execution.endWithin(this.timeLimit, invoked)
        : invoked);
      const value = JSON.parse(text) as JSONValue;
      checkResult(found, text, value, this.tableOfId);
      if (execution.isDeterministic) await execution.drain();
      return { ok: true, value };
    } catch (error) {
      return this.failed(error);
    }
  }

  private readonly tableOfId = (id: string) => this.store.catalog.tableOfId(id)?.name ?? null;

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
