/** Everything that a functions folder defines: functions, HTTP routes, cron jobs and the schema. */
import type { JSONValue, ValidatorJSON } from 'convex/values';
import type { AuthProvider } from './contract.ts';
import type { Schema } from '../values/schema.ts';

export interface DeployedFunction {
  /** `folder/module:export`, or `folder/module` for a default export. */
  path: string;
  kind: 'query' | 'mutation' | 'action';
  isPublic: boolean;
  args: ValidatorJSON;
  returns: ValidatorJSON | null;
  /** @param argsJson The array of arguments. @returns the result; both are Convex JSON as text. */
  invoke: (argsJson: string) => Promise<string>;
}

export interface CronSpec {
  name: string;
  path: string;
  args: JSONValue;
  schedule: { type: string; [setting: string]: string | number | undefined };
}

interface HttpActionMatch {
  route: string;
  invoke: (request: Request) => Promise<unknown>;
}

export interface FunctionSet {
  functions: ReadonlyMap<string, DeployedFunction>;
  /** Finds the HTTP action for a request. Null when there is no `http.ts`. */
  findHttpAction: ((path: string, method: string) => HttpActionMatch | null) | null;
  routes: { method: string; path: string }[];
  crons: CronSpec[];
  schema: Schema;
  /** Evaluates `auth.config.ts`, which may read environment variables. */
  authProviders: (environment: Readonly<Record<string, string>>) => AuthProvider[];
  /** Turns a stack of bundled code into trace lines that name the sources. */
  mapStack: (stack: string) => string;
  /** Removes its files. Running calls may still need them, to import a module. */
  close: () => void;
}

/** The short form of a function's path: `x:y` for `x.js:y`, and `x` for `x:default`. */
export function canonicalPath(path: string): string {
  const [module = '', name] = path.split(':');
  const bare = module.replace(/\.js$/, '');
  return name === undefined || name === 'default' ? bare : `${bare}:${name}`;
}
