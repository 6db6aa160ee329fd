/** The functions as `npx convex function-spec` prints them. */
import type { JSONValue } from 'convex/values';
import type { FunctionSpec } from '../contract/contract.ts';
import type { DeployedFunction, FunctionSet } from '../contract/functionSet.ts';
import { TYPE_NAMES } from './invocation.ts';

export function functionSpecOf({ functions, routes }: FunctionSet): FunctionSpec[] {
  return [
    ...[...functions.values()].map(specOf),
    ...routes.map((route) => ({ functionType: 'HttpAction' as const, ...route })),
  ];
}

function specOf({ path, kind, isPublic, args, returns }: DeployedFunction): FunctionSpec {
  const [module, name = 'default'] = path.split(':');
  return {
    functionType: TYPE_NAMES[kind] as 'Query' | 'Mutation' | 'Action',
    identifier: `${module}.js:${name}`,
    visibility: { kind: isPublic ? 'public' : 'internal' },
    args: args as JSONValue,
    returns: returns as JSONValue,
  };
}
