/**
 * An engine over a map from keys to numbers. Its runs can be held back, to order events as a test
 * needs.
 */
import type { JSONValue } from 'convex/values';
import type {
  Caller,
  Commit,
  Engine,
  MutationRun,
  QueryRun,
  ReadSet,
} from '../../../local/engine/contract/contract.ts';

/** `get { key }` reads one key, `set { key, value }` writes it. */
export class FakeEngine implements Engine {
  lastTs = 1_000n;
  runs: string[] = [];
  /** The lines that the next runs of queries log. */
  logLines: string[] = [];
  readonly requestKeys: (string | undefined)[] = [];
  readonly values = new Map<string, number>();
  readonly #commitListeners = new Set<(commit: Commit) => void>();
  readonly #reloadListeners = new Set<() => void>();
  #held: (() => void)[] | null = null;

  /**
   * Runs that begin from now on end only after `release`, and see the data as of their beginning.
   */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of held) go();
  }

  async runQuery(path: string, args: JSONValue): Promise<QueryRun> {
    const { key } = args as { key: string };
    this.runs.push(key);
    const { lastTs: ts } = this;
    const value = this.values.get(key) ?? null;
    const { logLines } = this;
    await this.#gate();
    return {
      result:
        path === 'fail'
          ? { success: false, errorMessage: `[Request ID: ${randomId()}] ${value}`, logLines }
          : { success: true, value, logLines },
      ts,
      reads: key as unknown as ReadSet,
      journal: null,
    };
  }

  async runMutation(
    _path: string,
    args: JSONValue,
    _caller: Caller,
    requestKey?: string,
  ): Promise<MutationRun> {
    this.requestKeys.push(requestKey);
    const { key, value } = args as { key: string; value: number };
    this.set(key, value);
    const { lastTs: ts } = this;
    await this.#gate();
    return { result: { success: true, value: null, logLines: [] }, ts };
  }

  set(key: string, value: number): void {
    this.values.set(key, value);
    this.lastTs += 1n;
    const commit: Commit = {
      ts: this.lastTs,
      invalidates: (reads) => (reads as unknown as string) === key,
    };
    for (const listener of this.#commitListeners) listener(commit);
  }

  announceReload(): void {
    for (const listener of this.#reloadListeners) listener();
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#commitListeners.add(listener);
    return () => this.#commitListeners.delete(listener);
  }

  onReload(listener: () => void): () => void {
    this.#reloadListeners.add(listener);
    return () => this.#reloadListeners.delete(listener);
  }

  reload = unused;
  onReloadError = unused;
  onSourcesReloaded = unused;
  runAction = unused;
  runFunction = unused;
  runHttpAction = unused;
  onExecution = unused;
  addModules = unused;
  tables = unused;
  functionSpec = unused;
  authProviders = () => [];
  environment = { list: unused, get: unused, update: unused };
  close = () => Promise.resolve();

  async #gate(): Promise<void> {
    const held = this.#held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
  }
}

function unused(): never {
  throw new Error('These tests do not use this');
}

function randomId(): string {
  return Math.random().toString(16).slice(2);
}
