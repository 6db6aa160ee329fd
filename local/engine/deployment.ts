/** The functions and what else a functions folder defines, as the engine runs them. */
import type { JSONValue, ValidatorJSON } from 'convex/values';

import type { AuthProvider } from './contract.ts';
import type { Schema } from './schema.ts';

export type DeployedFunction = {
  /** `folder/module:export`, or `folder/module` for a default export. */
  path: string;
  kind: 'query' | 'mutation' | 'action';
  isPublic: boolean;
  args: ValidatorJSON;
  returns: ValidatorJSON | null;
  /** @param argsJson The array of arguments. @returns the result; both are Convex JSON as text. */
  invoke(argsJson: string): Promise<string>;
};

export type CronSpec = {
  name: string;
  path: string;
  args: JSONValue;
  schedule: { type: string; [setting: string]: string | number | undefined };
};

type HttpActionMatch = {
  route: string;
  invoke(request: Request): Promise<unknown>;
};

export type Deployment = {
  functions: ReadonlyMap<string, DeployedFunction>;
  /** Finds the HTTP action for a request. Null where there is no `http.ts`. */
  findHttpAction: ((path: string, method: string) => HttpActionMatch | null) | null;
  routes: { method: string; path: string }[];
  crons: CronSpec[];
  schema: Schema;
  /** Evaluates `auth.config.ts` anew: it reads environment variables. */
  authProviders(environment: Readonly<Record<string, string>>): AuthProvider[];
  /** Turns a stack of bundled code into lines that name the sources. */
  mapStack(stack: string): string;
  /** Removes its files. Calls that run may need them still: they may import a module late. */
  close(): void;
};

/** The path that a function is known by: `x.js:y` and `x:default` have shorter names. */
export function canonicalPath(path: string): string {
  const [module = '', name] = path.split(':');
  const bare = module.replace(/\.js$/, '');
  return name === undefined || name === 'default' ? bare : `${bare}:${name}`;
}
