/** A Convex-compatible engine over SQLite: opens a data folder and runs a functions folder on it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONValue } from 'convex/values';
import { functionsOf, load } from '../functions/load.ts';
import { SourceWatcher } from '../functions/watch.ts';
import type { Caller, Engine, EngineOptions, FunctionSpec, Result } from './contract.ts';
import { Crons } from './crons.ts';
import type { DeployedFunction, Deployment } from './deployment.ts';
import { Environment } from './environment.ts';
import { failedResult, failureOf } from './errors.ts';
import { watchUnhandledRejections } from './execution.ts';
import { History } from './history.ts';
import { Mutex } from './mutex.ts';
import { Requests } from './requests.ts';
import { requestOf, Runner, typeNames } from './runner.ts';
import { Scheduler } from './scheduler.ts';
import { Store } from './store.ts';
import { convexSyscalls } from './syscalls.ts';

const defaultTimeLimit = 5000;

/**
 * @throws DataFolderError when the data folder cannot be used.
 * @throws BundleError when the functions cannot be bundled or imported; Error when existing
 * documents do not match their schema.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  watchUnhandledRejections();
  const store = new Store(options.data ?? ':memory:');
  const workspace = openWorkspace(options.data);
  try {
    const environment = new Environment(store, {
      ...(options.cloudUrl !== undefined && { CONVEX_CLOUD_URL: options.cloudUrl }),
      ...(options.siteUrl !== undefined && { CONVEX_SITE_URL: options.siteUrl }),
    });
    const { deployment, inputs } = await load(
      options.functions,
      () => environment.current,
      workspace,
    );
    const engine = new LocalEngine(store, environment, deployment, workspace, options);
    await engine.start(inputs);
    return engine;
  } catch (error) {
    rmSync(workspace, { recursive: true, force: true });
    store.close();
    throw error;
  }
}

class LocalEngine implements Engine {
  private readonly store: Store;
  private readonly variables: Environment;
  private readonly options: EngineOptions;
  private readonly workspace: string;
  private readonly mutex = new Mutex();
  private readonly reloads = new Mutex();
  private readonly crons: Crons;
  private readonly history: History;
  private readonly runner: Runner;
  private readonly scheduler: Scheduler;
  private watcher: SourceWatcher | null = null;
  private readonly replaced: Deployment[] = [];
  private readonly reloadListeners = new Set<() => void>();
  private readonly reloadErrorListeners = new Set<(message: string) => void>();

  constructor(
    store: Store,
    variables: Environment,
    deployment: Deployment,
    workspace: string,
    options: EngineOptions,
  ) {
    this.store = store;
    this.workspace = workspace;
    this.variables = variables;
    this.options = options;
    this.crons = new Crons(store);
    this.history = new History(store, this.mutex);
    const parts = {
      store,
      history: this.history,
      requests: new Requests(store),
      timeLimit: options.timeLimit ?? defaultTimeLimit,
    };
    this.runner = new Runner(parts, deployment);
    this.scheduler = new Scheduler(this.runner, this.history, store, this.crons);
    this.runner.scheduler = this.scheduler;
  }

  async start(inputs: string[]): Promise<void> {
    await this.deploy(this.runner.deployment);
    await this.scheduler.start();
    if (!this.options.watch) return;
    this.watcher = new SourceWatcher(this.options.functions, () => {
      this.reload().catch((error: Error) => {
        for (const listener of this.reloadErrorListeners) listener(error.message);
      });
    });
    this.watcher.follow(inputs);
  }

  get lastTs(): bigint {
    return this.history.lastTs;
  }

  runQuery(path: string, args: JSONValue, caller: Caller, journal: string | null = null) {
    const request = requestOf(caller);
    return this.runner.runQuery(path, args, request, { journal, seesInternal: caller.admin });
  }

  runMutation(path: string, args: JSONValue, caller: Caller, requestKey?: string) {
    return this.runner.runMutation(path, args, requestOf(caller), {
      seesInternal: caller.admin,
      ...(requestKey !== undefined && { requestKey }),
    });
  }

  runAction(path: string, args: JSONValue, caller: Caller): Promise<Result> {
    return this.runner.runAction(path, args, requestOf(caller), caller.admin);
  }

  async runFunction(path: string, args: JSONValue, caller: Caller): Promise<Result> {
    let kind;
    try {
      ({ kind } = this.runner.resolve(path, caller.admin));
    } catch (error) {
      const { requestId } = requestOf(caller);
      return failedResult(failureOf(error, this.runner.deployment.mapStack), requestId, []);
    }
    if (kind === 'query') return (await this.runQuery(path, args, caller)).result;
    if (kind === 'mutation') return (await this.runMutation(path, args, caller)).result;
    return this.runAction(path, args, caller);
  }

  runHttpAction(request: Request, caller: Caller): Promise<Response> {
    return this.runner.runHttpAction(request, requestOf(caller));
  }

  onCommit(listener: Parameters<Engine['onCommit']>[0]) {
    return this.history.onCommit(listener);
  }

  onReload(listener: () => void): () => void {
    this.reloadListeners.add(listener);
    return () => this.reloadListeners.delete(listener);
  }

  onExecution(listener: Parameters<Engine['onExecution']>[0]) {
    return this.runner.onExecution(listener);
  }

  addModules(modules: Record<string, Record<string, unknown>>): void {
    // These functions import `convex/server` themselves: its syscalls come to the global.
    (globalThis as { Convex?: typeof convexSyscalls }).Convex ??= convexSyscalls;
    for (const [name, module] of Object.entries(modules)) {
      for (const found of functionsOf(name, module)) this.runner.system.set(found.path, found);
    }
  }

  readonly environment: Engine['environment'] = {
    list: () => this.variables.list(),
    get: (name) => this.variables.get(name),
    update: async (changes) => {
      await this.mutex.run(() => this.variables.write(changes));
      this.announceReload();
    },
  };

  authProviders() {
    return this.runner.deployment.authProviders(this.variables.current);
  }

  functionSpec(): FunctionSpec[] {
    const { functions, routes } = this.runner.deployment;
    return [
      ...[...functions.values()].map(specOf),
      ...routes.map((route) => ({ functionType: 'HttpAction' as const, ...route })),
    ];
  }

  tables(): string[] {
    return this.store.catalog
      .tables()
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('_'))
      .sort();
  }

  reload(): Promise<void> {
    return this.reloads.run(async () => {
      const { deployment, inputs } = await load(
        this.options.functions,
        () => this.variables.current,
        this.workspace,
      );
      const previous = this.runner.deployment;
      try {
        await this.deploy(deployment);
      } catch (error) {
        deployment.close();
        throw error;
      }
      this.replaced.push(previous);
      this.watcher?.follow(inputs);
    });
  }

  onReloadError(listener: (message: string) => void): () => void {
    this.reloadErrorListeners.add(listener);
    return () => this.reloadErrorListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.watcher?.close();
    await this.reloads.run(() => undefined);
    await this.scheduler.stop();
    await this.mutex.run(() => this.store.close());
    for (const deployment of [...this.replaced, this.runner.deployment]) deployment.close();
    rmSync(this.workspace, { recursive: true, force: true });
  }

  /** Takes over schema, indexes, crons and functions: all of them, or none when it throws. */
  private async deploy(deployment: Deployment): Promise<void> {
    await this.mutex.run(() => {
      this.store.transact(() => {
        this.store.catalog.apply(deployment.schema);
        this.crons.apply(deployment.crons, Date.now());
      });
      this.runner.deployment = deployment;
    });
    this.announceReload();
    this.scheduler.wake();
  }

  private announceReload(): void {
    for (const listener of this.reloadListeners) listener();
  }
}

/** A folder for bundled code. What a process that was killed has left in the data folder goes. */
function openWorkspace(data: string | null): string {
  if (data === null) return mkdtempSync(join(tmpdir(), 'convex-local-'));
  const workspace = join(data, 'functions');
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace);
  return workspace;
}

function specOf({ path, kind, isPublic, args, returns }: DeployedFunction): FunctionSpec {
  const [module, name = 'default'] = path.split(':');
  return {
    functionType: typeNames[kind] as 'Query' | 'Mutation' | 'Action',
    identifier: `${module}.js:${name}`,
    visibility: { kind: isPublic ? 'public' : 'internal' },
    args: args as JSONValue,
    returns: returns as JSONValue,
  };
}
