/** What the server (sync protocol, HTTP, CLI) asks of the engine. The engine knows no sockets. */
import type { UserIdentity } from 'convex/server';
import type { JSONValue } from 'convex/values';

/** Who calls, and what a function may ask about the request. */
export type Caller = {
  /** May call internal functions and `_system/*`. */
  admin: boolean;
  identity: UserIdentity | null;
  ip?: string;
  userAgent?: string;
};

/** A function's end, as it crosses the wire. `errorData` is Convex JSON, present for ConvexError. */
export type Result =
  | { success: true; value: JSONValue; logLines: string[] }
  | { success: false; errorMessage: string; errorData?: JSONValue; logLines: string[] };

/** Half-open intervals of encoded index keys that a run has read. Opaque to the server. */
export type ReadSet = { readonly __reads: unique symbol };

export type QueryRun = {
  result: Result;
  /** Snapshot the run saw; no commit after it is visible in the result. */
  ts: bigint;
  reads: ReadSet;
  /** End cursor of the first run of a paginated query; handed back on every re-run. */
  journal: string | null;
};

export type MutationRun = {
  result: Result;
  /** Commit timestamp, or the snapshot's where nothing was written or the mutation failed. */
  ts: bigint;
};

export type Commit = { ts: bigint; invalidates(reads: ReadSet): boolean };

export interface Engine {
  /** Timestamp of the newest commit, nanoseconds since 1970. Never goes back, across restarts too. */
  readonly lastTs: bigint;

  runQuery(
    path: string,
    args: JSONValue,
    caller: Caller,
    journal?: string | null,
  ): Promise<QueryRun>;

  /** With a `requestKey` (session and request id) a second call returns the first one's run. */
  runMutation(
    path: string,
    args: JSONValue,
    caller: Caller,
    requestKey?: string,
  ): Promise<MutationRun>;

  runAction(path: string, args: JSONValue, caller: Caller): Promise<Result>;
  /** `query`, `mutation` or `action`, whichever the path is: what the CLI's `run` needs. */
  runFunction(path: string, args: JSONValue, caller: Caller): Promise<Result>;
  runHttpAction(request: Request, caller: Caller): Promise<Response>;

  /** Called after each commit, in commit order, before the mutation's promise resolves. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Called when functions or environment variables changed: every query must run again. */
  onReload(listener: () => void): () => void;

  /** Called at the end of each top-level function, scheduled ones and crons too: for `convex logs`. */
  onExecution(listener: (execution: Execution) => void): () => void;

  /**
   * Adds functions beside those of the folder, by module path (`_system/cli/tables`) and export
   * name. They are Convex functions like any other; only an admin may call them.
   */
  addModules(modules: Record<string, Record<string, unknown>>): void;

  /** Names of the tables that exist, system tables left out. */
  tables(): string[];
  /** The functions of the folder as `convex function-spec` prints them. */
  functionSpec(): FunctionSpec[];

  environment: {
    list(): { name: string; value: string }[];
    get(name: string): string | null;
    /**
     * A null value removes the variable. All changes are made or none; resolves when they are
     * stored. Rejects with a sentence that names what is wrong with a name or a value.
     */
    update(changes: { name: string; value: string | null }[]): Promise<void>;
  };

  /** The providers of `auth.config.ts`, evaluated with the current environment. */
  authProviders(): AuthProvider[];

  /** Bundles the functions folder again. Rejects with what is wrong and keeps the old functions. */
  reload(): Promise<void>;
  /** Called when a watched change could not take effect, with what is wrong. */
  onReloadError(listener: (message: string) => void): () => void;

  /** Stops the scheduler, waits for what runs, closes the database. */
  close(): Promise<void>;
}

export type FunctionType = 'Query' | 'Mutation' | 'Action' | 'HttpAction';

export type Execution = {
  /** `users:list`, or `POST /path` of an HTTP action. */
  path: string;
  type: FunctionType;
  /** End, milliseconds since 1970. */
  at: number;
  /** Milliseconds. */
  duration: number;
  logLines: string[];
  error?: string;
};

export type FunctionSpec =
  | {
      functionType: 'Query' | 'Mutation' | 'Action';
      /** `users.js:list` */
      identifier: string;
      visibility: { kind: 'public' | 'internal' };
      /** Validators as `exportArgs()` and `exportReturns()` give them, parsed. */
      args: JSONValue;
      returns: JSONValue;
    }
  | { functionType: 'HttpAction'; method: string; path: string };

export type AuthProvider =
  | { domain: string; applicationID: string }
  | {
      type: 'customJwt';
      issuer: string;
      jwks: string;
      algorithm: 'RS256' | 'ES256';
      applicationID?: string;
    };

export type EngineOptions = {
  /** The data folder. Null keeps everything in memory. */
  data: string | null;
  /** The functions folder, such as `convex`. */
  functions: string;
  /** Where clients and webhooks reach the deployment: CONVEX_CLOUD_URL and CONVEX_SITE_URL. */
  cloudUrl?: string;
  siteUrl?: string;
  /** Follow changes of the functions folder. Off unless told. */
  watch?: boolean;
  /** Milliseconds that a query or mutation may take. 5,000 unless told. */
  timeLimit?: number;
};
