/** A Convex-compatible engine over SQLite: opens a data folder and runs a functions folder on it. */
import type { JSONValue } from 'convex/values';
import { assemble } from './engine/assemble.ts';
import { Connection } from './engine/storage/connection.ts';
import type {
  Caller,
  Engine,
  EngineOptions,
  FunctionSpec,
  Result,
} from './engine/contract/contract.ts';
import { Environment } from './engine/storage/environment.ts';
import { failedResult, failureOf } from './engine/calls/errors.ts';
import { requestOf } from './engine/calls/execution.ts';
import type { FunctionSet } from './engine/contract/functionSet.ts';
import { Listeners } from './engine/contract/listeners.ts';
import { functionSpecOf } from './engine/calls/functionSpec.ts';
import { Mutex } from './engine/transaction/mutex.ts';
import { watchStrayErrors } from './engine/globals/strayErrors.ts';
import { convexSyscalls } from './engine/syscalls/syscalls.ts';
import { functionsOf, load } from './functions/load.ts';
import { SourceWatcher } from './functions/watch.ts';
import { closeWorkspace, openWorkspace } from './functions/workspace.ts';

/**
 * @throws DataFolderError when the data folder cannot be used.
 * @throws BundleError when the functions cannot be bundled or imported; Error when existing
 * documents do not match their schema.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  watchStrayErrors();
  const connection = new Connection(options.data ?? ':memory:');
  let workspace: string | null = null;
  try {
    workspace = openWorkspace(options.data);
    const environment = new Environment(connection, {
      ...(options.cloudUrl !== undefined && { CONVEX_CLOUD_URL: options.cloudUrl }),
      ...(options.siteUrl !== undefined && { CONVEX_SITE_URL: options.siteUrl }),
    });
    environment.write(options.env ?? []);
    const { functions, inputs } = await load(
      options.functions,
      () => environment.current,
      workspace,
    );
    const engine = new LocalEngine(connection, environment, functions, workspace, options);
    await engine.start(inputs);
    return engine;
  } catch (error) {
    if (workspace !== null) closeWorkspace(workspace);
    connection.close();
    throw error;
  }
}

class LocalEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #workspace: string;
  readonly #variables: Environment;
  readonly #parts: ReturnType<typeof assemble>;
  readonly #reloads = new Mutex();
  readonly #replaced: FunctionSet[] = [];
  readonly #reloadListeners = new Listeners<[]>();
  readonly #reloadErrorListeners = new Listeners<[message: string]>();
  readonly #sourceListeners = new Listeners<[]>();
  #watcher: SourceWatcher | null = null;

  constructor(
    connection: Connection,
    variables: Environment,
    functions: FunctionSet,
    workspace: string,
    options: EngineOptions,
  ) {
    this.#options = options;
    this.#workspace = workspace;
    this.#variables = variables;
    this.#parts = assemble(connection, functions, options);
  }

  async start(inputs: string[]): Promise<void> {
    await this.#deploy(this.#parts.registry.current);
    await this.#parts.scheduler.start();
    if (!this.#options.watch) return;
    this.#watcher = new SourceWatcher(this.#options.functions, () => void this.#reloadSources());
    this.#watcher.follow(inputs);
  }

  get lastTs(): bigint {
    return this.#parts.history.lastTs;
  }

  runQuery(path: string, args: JSONValue, caller: Caller, journal: string | null = null) {
    const request = requestOf(caller);
    return this.#parts.runner.runQuery(path, args, request, {
      journal,
      seesInternal: caller.admin,
    });
  }

  async runMutation(path: string, args: JSONValue, caller: Caller, requestKey?: string) {
    const { run } = await this.#parts.runner.runMutation(path, args, requestOf(caller), {
      seesInternal: caller.admin,
      ...(requestKey !== undefined && { requestKey }),
    });
    return run;
  }

  async runAction(path: string, args: JSONValue, caller: Caller): Promise<Result> {
    const { result } = await this.#parts.runner.runAction(
      path,
      args,
      requestOf(caller),
      caller.admin,
    );
    return result;
  }

  async runFunction(path: string, args: JSONValue, caller: Caller): Promise<Result> {
    let kind;
    try {
      ({ kind } = this.#parts.registry.resolve(path, caller.admin));
    } catch (error) {
      const { requestId } = requestOf(caller);
      return failedResult(failureOf(error, this.#parts.registry.current.mapStack), requestId, []);
    }
    if (kind === 'query') return (await this.runQuery(path, args, caller)).result;
    if (kind === 'mutation') return (await this.runMutation(path, args, caller)).result;
    return this.runAction(path, args, caller);
  }

  runHttpAction(request: Request, caller: Caller): Promise<Response> {
    return this.#parts.runner.runHttpAction(request, requestOf(caller));
  }

  onCommit(listener: Parameters<Engine['onCommit']>[0]) {
    return this.#parts.history.onCommit(listener);
  }

  onReload(listener: () => void): () => void {
    return this.#reloadListeners.add(listener);
  }

  onExecution(listener: Parameters<Engine['onExecution']>[0]) {
    return this.#parts.runner.onExecution(listener);
  }

  addModules(modules: Record<string, Record<string, unknown>>): void {
    // These functions import `convex/server` themselves, so its syscalls go to the global.
    (globalThis as { Convex?: typeof convexSyscalls }).Convex ??= convexSyscalls;
    for (const [name, module] of Object.entries(modules)) {
      for (const found of functionsOf(name, module))
        this.#parts.registry.system.set(found.path, found);
    }
  }

  readonly environment: Engine['environment'] = {
    list: () => this.#variables.list(),
    get: (name) => this.#variables.get(name),
    update: async (changes) => {
      await this.#parts.mutex.run(() => this.#variables.write(changes));
      // Modules may have read a variable while they were imported.
      await this.#tryReload();
      this.#reloadListeners.call();
    },
  };

  authProviders() {
    return this.#parts.registry.current.authProviders(this.#variables.current);
  }

  functionSpec(): FunctionSpec[] {
    return functionSpecOf(this.#parts.registry.current);
  }

  tables(): string[] {
    return this.#parts.store.catalog
      .tables()
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('_'))
      .sort();
  }

  reload(): Promise<void> {
    return this.#reloads.run(async () => {
      const { functions, inputs } = await load(
        this.#options.functions,
        () => this.#variables.current,
        this.#workspace,
      );
      const previous = this.#parts.registry.current;
      try {
        await this.#deploy(functions);
      } catch (error) {
        functions.close();
        throw error;
      }
      this.#replaced.push(previous);
      this.#watcher?.follow(inputs);
    });
  }

  onSourcesReloaded(listener: () => void): () => void {
    return this.#sourceListeners.add(listener);
  }

  onReloadError(listener: (message: string) => void): () => void {
    return this.#reloadErrorListeners.add(listener);
  }

  async close(): Promise<void> {
    this.#watcher?.close();
    await this.#reloads.run(() => undefined);
    await this.#parts.scheduler.stop();
    await this.#parts.mutex.run(() => this.#parts.store.close());
    for (const functions of [...this.#replaced, this.#parts.registry.current]) functions.close();
    closeWorkspace(this.#workspace);
  }

  /**
   * Switches to the schema, indexes, crons and functions of the set: to all of them or, if it
   * throws, to none.
   */
  async #deploy(functions: FunctionSet): Promise<void> {
    await this.#parts.mutex.run(() => {
      this.#parts.store.transact(() => {
        this.#parts.store.catalog.apply(functions.schema);
        this.#parts.crons.apply(functions.crons, Date.now());
      });
      this.#parts.registry.current = functions;
    });
    this.#reloadListeners.call();
    this.#parts.scheduler.wake();
  }

  async #reloadSources(): Promise<void> {
    if (await this.#tryReload()) this.#sourceListeners.call();
  }

  /** True if the functions were loaded. */
  async #tryReload(): Promise<boolean> {
    try {
      await this.reload();
      return true;
    } catch (error) {
      this.#reloadErrorListeners.call((error as Error).message);
      return false;
    }
  }
}
