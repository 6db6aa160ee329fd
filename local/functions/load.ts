/** Loads a bundled functions folder into this process and finds what it defines. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { HttpRouter, RoutableMethod } from 'convex/server';
import type { JSONValue, ValidatorJSON } from 'convex/values';

import type { AuthProvider } from '../engine/contract/contract.ts';
import {
  canonicalPath,
  type CronSpec,
  type DeployedFunction,
  type FunctionSet,
} from '../engine/contract/functionSet.ts';
import type { Schema } from '../engine/values/schema.ts';
import { createScope } from '../engine/globals/scope.ts';
import { bundle, BundleError, type Bundle } from './bundle.ts';
import { stackMapper } from './stack.ts';
import { newBundleFolder } from './workspace.ts';

type Module = Record<string, unknown>;
type Environment = () => Readonly<Record<string, string>>;

/** The properties that `convex/server` puts on the functions that it registers. */
type Registered = {
  isQuery?: true;
  isMutation?: true;
  isAction?: true;
  isPublic?: true;
  exportArgs: () => string;
  exportReturns: () => string;
  invokeQuery: (args: string) => Promise<string>;
  invokeMutation: (args: string) => Promise<string>;
  invokeAction: (requestId: string, args: string) => Promise<string>;
};

const noSchema: Schema = { tables: [], schemaValidation: false };

/**
 * @param environment The deployment's variables: what functions see as `process.env`.
 * @param workspace An existing folder for bundled code, which stays until the deployment closes.
 * @returns the functions, and the paths of their sources.
 * @throws BundleError when the folder cannot be bundled, or a module throws while it is imported.
 */
export async function load(
  folder: string,
  environment: Environment,
  workspace: string,
): Promise<{ functions: FunctionSet; inputs: string[] }> {
  const scope = createScope(environment);
  const outputs = newBundleFolder(workspace);
  const close = () => {
    scope.close();
    rmSync(outputs, { recursive: true, force: true });
  };
  try {
    const bundled = await bundle(folder, scope.banner);
    const modules = await importModules(bundled, outputs);
    return {
      functions: functionSetOf(bundled, modules, outputs, close),
      inputs: bundled.inputs,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function importModules({ modules, entryPoints }: Bundle, outputs: string) {
  for (const [name, { code }] of modules) {
    const file = join(outputs, `${name}.mjs`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  const imported = new Map<string, Module>();
  for (const name of [...entryPoints, 'schema']) {
    if (!modules.has(name)) continue;
    const { href } = pathToFileURL(join(outputs, `${name}.mjs`));
    try {
      imported.set(name, (await import(/* @vite-ignore */ href)) as Module);
    } catch (error) {
      throw new BundleError(`${name} cannot be imported: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
  return imported;
}

function functionSetOf(
  bundled: Bundle,
  modules: Map<string, Module>,
  outputs: string,
  close: () => void,
): FunctionSet {
  const functions = new Map<string, DeployedFunction>();
  for (const [name, module] of modules) {
    for (const found of functionsOf(name, module)) functions.set(found.path, found);
  }
  return {
    functions,
    schema: schemaOf(modules.get('schema')),
    crons: cronsOf(modules.get('crons'), functions),
    ...httpActionsOf(modules.get('http')),
    authProviders: (environment) => authProvidersOf(bundled.authConfig, environment),
    mapStack: stackMapper(bundled.modules, outputs),
    close,
  };
}

/** The queries, mutations and actions that a module exports. */
export function functionsOf(moduleName: string, module: Module): DeployedFunction[] {
  return Object.entries(module).flatMap(([exported, value]) => {
    if (typeof value !== 'function') return [];
    const registered = value as unknown as Registered;
    const kind = registered.isQuery
      ? 'query'
      : registered.isMutation
        ? 'mutation'
        : registered.isAction
          ? 'action'
          : null;
    if (kind === null) return [];
    return {
      path: canonicalPath(`${moduleName}:${exported}`),
      kind,
      isPublic: registered.isPublic === true,
      args: JSON.parse(registered.exportArgs()) as ValidatorJSON,
      returns: JSON.parse(registered.exportReturns()) as ValidatorJSON | null,
      invoke: (args: string) =>
        kind === 'query'
          ? registered.invokeQuery(args)
          : kind === 'mutation'
            ? registered.invokeMutation(args)
            : registered.invokeAction('', args),
    };
  });
}

function schemaOf(module: Module | undefined): Schema {
  if (!module) return noSchema;
  const schema = module['default'] as { export?: () => string } | undefined;
  if (!schema?.export) throw new BundleError('schema: the default export must be a schema.');
  return JSON.parse(schema.export()) as Schema;
}

function cronsOf(module: Module | undefined, functions: Map<string, DeployedFunction>): CronSpec[] {
  if (!module) return [];
  const crons = module['default'] as { isCrons?: true; export: () => string } | undefined;
  if (!crons?.isCrons) throw new BundleError('crons: the default export must be cronJobs().');
  type Exported = { name: string; args: [JSONValue]; schedule: CronSpec['schedule'] };
  return Object.entries(JSON.parse(crons.export()) as Record<string, Exported>).map(
    ([name, job]) => {
      const path = canonicalPath(job.name);
      if (!functions.has(path)) {
        throw new BundleError(`crons: "${name}" runs ${job.name}, which does not exist.`);
      }
      return { name, path, args: job.args[0], schedule: job.schedule };
    },
  );
}

function httpActionsOf(module: Module | undefined): Pick<FunctionSet, 'findHttpAction' | 'routes'> {
  if (!module) return { findHttpAction: null, routes: [] };
  const router = module['default'] as HttpRouter | undefined;
  if (!router?.isRouter) throw new BundleError('http: the default export must be httpRouter().');
  type Invokable = { invokeHttpAction: (request: Request) => Promise<unknown> };
  return {
    findHttpAction: (path, method) => {
      const found = router.lookup(path, method as RoutableMethod);
      if (!found) return null;
      const [action, , route] = found;
      return {
        route,
        invoke: (request) => (action as unknown as Invokable).invokeHttpAction(request),
      };
    },
    routes: router.getRoutes().map(([path, method]) => ({ method, path })),
  };
}

/** Providers without a domain or issuer are left out: their variable is not set yet. */
function authProvidersOf(
  code: string | null,
  environment: Readonly<Record<string, string>>,
): AuthProvider[] {
  if (code === null) return [];
  const module = { exports: {} as Module };
  const run = compileFunction(code, ['module', 'exports', 'process']) as (
    ...parts: unknown[]
  ) => void;
  run(module, module.exports, { env: environment });
  const config = module.exports['default'] as { providers?: AuthProvider[] } | undefined;
  return (config?.providers ?? []).filter((provider) =>
    'type' in provider ? provider.issuer && provider.jwks : provider.domain,
  );
}
