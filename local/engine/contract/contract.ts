/** The engine, as the sync protocol, the HTTP API and the CLI use it. It does not know sockets. */
import type { UserIdentity } from 'convex/server';
import type { JSONValue } from 'convex/values';
import type { ConflictOptions } from './conflicts.ts';

/** The caller of a function, and facts about the request that the function may ask for. */
export interface Caller {
  /** May call internal functions and `_system/*`. */
  admin: boolean;
  identity: UserIdentity | null;
  /** The error for an action that asks for the identity, if its request had a bad token. */
  identityError?: string;
  ip?: string;
  userAgent?: string;
}

/**
 * How a call ended, in the form that is sent to clients. `errorData` is the Convex JSON of a
 * ConvexError.
 */
export type Result =
  | { success: true; value: JSONValue; logLines: string[] }
  | { success: false; errorMessage: string; errorData?: JSONValue; logLines: string[] };

/** The index keys that a run has read. Opaque to users of the engine. */
export type ReadSet = { readonly __reads: unique symbol };

export interface QueryRun {
  result: Result;
  /** The snapshot that the run saw: the result contains no later commit. */
  ts: bigint;
  reads: ReadSet;
  /** End cursor of the first run of a paginated query. Pass it to every later run. */
  journal: string | null;
}

export interface MutationRun {
  result: Result;
  /** Commit timestamp, or that of the snapshot when nothing was committed. */
  ts: bigint;
}

export type Commit = { ts: bigint; invalidates: (reads: ReadSet) => boolean };

export interface Engine {
  /**
   * Timestamp of the newest commit, in nanoseconds since 1970. Never decreases, even after a
   * restart.
   */
  readonly lastTs: bigint;

  runQuery: (
    path: string,
    args: JSONValue,
    caller: Caller,
    journal?: string | null,
  ) => Promise<QueryRun>;

  /** A second call with the same `requestKey` (session and request id) returns the run of the first. */
  runMutation: (
    path: string,
    args: JSONValue,
    caller: Caller,
    requestKey?: string,
  ) => Promise<MutationRun>;

  runAction: (path: string, args: JSONValue, caller: Caller) => Promise<Result>;
  /** Runs a query, mutation or action, for the CLI's `run`. */
  runFunction: (path: string, args: JSONValue, caller: Caller) => Promise<Result>;
  runHttpAction: (request: Request, caller: Caller) => Promise<Response>;

  /** The listener is called after each commit, in order, before the mutation's promise resolves. */
  onCommit: (listener: (commit: Commit) => void) => () => void;
  /** The listener is called when functions or variables have changed: every query must run again. */
  onReload: (listener: () => void) => () => void;

  /**
   * The listener is called when a run of a function ends, for `convex logs`. Nested calls are left
   * out.
   */
  onExecution: (listener: (execution: Execution) => void) => () => void;

  /**
   * Adds functions to those of the folder, by module path (`_system/cli/tables`) and export name.
   * Only an admin may call them.
   */
  addModules: (modules: Record<string, Record<string, unknown>>) => void;

  /** The names of the existing tables, without system tables. */
  tables: () => string[];
  /** The functions of the folder as `convex function-spec` prints them. */
  functionSpec: () => FunctionSpec[];

  environment: {
    list: () => { name: string; value: string }[];
    get: (name: string) => string | null;
    /**
     * A null value removes the variable. All changes are made or none; resolves when they are
     * stored. Rejects with a sentence about the invalid name or value.
     */
    update: (changes: { name: string; value: string | null }[]) => Promise<void>;
  };

  /** The providers of `auth.config.ts`, evaluated with the current environment. */
  authProviders: () => AuthProvider[];

  /**
   * Loads the functions folder again. When that fails, it rejects with the reason and keeps the old
   * functions.
   */
  reload: () => Promise<void>;
  /** The listener is called when functions that changed on the disk have been loaded. */
  onSourcesReloaded: (listener: () => void) => () => void;
  /** The listener gets a sentence when changed functions cannot be loaded. The old ones stay. */
  onReloadError: (listener: (message: string) => void) => () => void;

  /** Stops the scheduler, waits for running functions, closes the database. */
  close: () => Promise<void>;
}

export type FunctionType = 'Query' | 'Mutation' | 'Action' | 'HttpAction';

export interface Execution {
  /** `users:list`, or `POST /path` of an HTTP action. */
  path: string;
  type: FunctionType;
  /** End, milliseconds since 1970. */
  at: number;
  /** Milliseconds. */
  duration: number;
  logLines: string[];
  error?: string;
  /**
   * What a query or mutation read and wrote; nothing for an action, whose calls are reported
   * separately.
   */
  database: DatabaseUsage;
}

export interface DatabaseUsage {
  documentsRead: number;
  bytesRead: number;
  documentsWritten: number;
  bytesWritten: number;
}

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

export interface EngineOptions {
  /** The data folder. Null keeps everything in memory. */
  data: string | null;
  /** The functions folder, such as `convex`. */
  functions: string;
  /** The URLs for clients and webhooks: CONVEX_CLOUD_URL and CONVEX_SITE_URL. */
  cloudUrl?: string;
  siteUrl?: string;
  /** Environment variables to set before the functions are loaded. */
  env?: { name: string; value: string }[];
  /** Reload when the functions folder changes. Off by default. */
  watch?: boolean;
  /** Milliseconds that a query or mutation may wait without a syscall. 5,000 by default. */
  timeLimit?: number;
  /** Makes commits of mutations fail at random. None fail by default. */
  conflicts?: ConflictOptions;
}
