/** Invokes one function: finds it, checks its arguments, runs it and checks its result. */
import type { JSONValue } from 'convex/values';
import { checkArguments, checkResult, checkReturns } from './checks.ts';
import type { FunctionType } from '../contract/contract.ts';
import { failureOf, RefusedError, type Failure } from './errors.ts';
import { runIn, type Execution, type FunctionKind } from './execution.ts';
import type { DeployedFunction } from '../contract/functionSet.ts';
import type { Registry } from './registry.ts';
import type { TableOfId } from '../values/validate.ts';

export type Outcome = { ok: true; value: JSONValue } | { ok: false; failure: Failure };

/** Convex's names for the kinds of functions in logs and error messages. */
export const TYPE_NAMES: Record<FunctionKind, FunctionType> = {
  query: 'Query',
  mutation: 'Mutation',
  action: 'Action',
  httpAction: 'HttpAction',
};

export class Invoker {
  readonly #registry: Registry;
  readonly #tableOfId: TableOfId;
  readonly #timeLimit: number;

  /** @param timeLimit Milliseconds that a query or mutation may wait without a syscall. */
  constructor(registry: Registry, tableOfId: TableOfId, timeLimit: number) {
    this.#registry = registry;
    this.#tableOfId = tableOfId;
    this.#timeLimit = timeLimit;
  }

  /** Runs the function and checks its result. Never throws. */
  async invoke(
    execution: Execution,
    path: string,
    args: JSONValue,
    seesInternal: boolean,
  ): Promise<Outcome> {
    try {
      const { found, argsJson } = this.prepare(execution.kind, path, args, seesInternal);
      const value = await this.run(execution, found, argsJson);
      this.checkReturns(found, value);
      return { ok: true, value };
    } catch (error) {
      return this.failed(error);
    }
  }

  /** Finds the function and checks its arguments. @throws RefusedError */
  prepare(
    kind: FunctionKind,
    path: string,
    args: JSONValue,
    seesInternal: boolean,
  ): { found: DeployedFunction; argsJson: string } {
    const found = this.#registry.resolve(path, seesInternal);
    if (found.kind !== kind) {
      throw new RefusedError(
        `Trying to execute ${found.path} as ${TYPE_NAMES[kind]}, but it is defined as ` +
          `${TYPE_NAMES[found.kind]}.`,
      );
    }
    return { found, argsJson: checkArguments(found, args, this.#tableOfId) };
  }

  /** @returns the result, not yet compared with the function's `returns`. @throws anything */
  async run(execution: Execution, found: DeployedFunction, argsJson: string): Promise<JSONValue> {
    const running = runIn(execution, () => found.invoke(argsJson));
    const limit = execution.isDeterministic ? this.#timeLimit : undefined;
    return checkResult(found, await execution.outcome(running, limit));
  }

  /** @throws RefusedError */
  checkReturns(found: DeployedFunction, value: JSONValue): void {
    checkReturns(found, value, this.#tableOfId);
  }

  failed(error: unknown): Outcome & { ok: false } {
    return { ok: false, failure: failureOf(error, this.#registry.current.mapStack) };
  }
}
