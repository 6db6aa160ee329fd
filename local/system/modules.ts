/** The functions that the Convex CLI calls for `data`, `env`, `function-spec` and `import`. */
import { internalQueryGeneric, paginationOptsValidator } from 'convex/server';
import { v, type Value } from 'convex/values';
import type { Engine } from '../engine/contract/contract.ts';

/** Modules for `Engine.addModules`. `url` is where clients reach the deployment. */
export function systemModules(
  engine: Engine,
  url: string,
): Record<string, Record<string, unknown>> {
  return {
    '_system/cli/tables': {
      default: internalQueryGeneric({
        args: { paginationOpts: paginationOptsValidator },
        returns: v.any(),
        handler: () => ({
          page: engine.tables().map((name) => ({ name })),
          isDone: true,
          continueCursor: '',
        }),
      }),
    },
    '_system/cli/tableData': {
      default: internalQueryGeneric({
        args: {
          table: v.string(),
          order: v.union(v.literal('asc'), v.literal('desc')),
          paginationOpts: paginationOptsValidator,
        },
        returns: v.any(),
        handler: (ctx, { table, order, paginationOpts }) => {
          const isSystem = table.startsWith('_');
          const documents = isSystem ? ctx.db.system.query(table as never) : ctx.db.query(table);
          return documents.order(order).paginate(paginationOpts);
        },
      }),
    },
    '_system/cli/queryEnvironmentVariables': {
      default: internalQueryGeneric({
        args: {},
        returns: v.array(v.object({ name: v.string(), value: v.string() })),
        handler: () => engine.environment.list(),
      }),
      get: internalQueryGeneric({
        args: { name: v.string() },
        returns: v.union(v.null(), v.object({ name: v.string(), value: v.string() })),
        handler: (_ctx, { name }) => {
          const value = engine.environment.get(name);
          return value === null ? null : { name, value };
        },
      }),
    },
    '_system/cli/modules': {
      apiSpec: internalQueryGeneric({
        args: {},
        returns: v.any(),
        handler: () => engine.functionSpec() as Value,
      }),
    },
    // Asked for before the upload, which is refused. An error here would be a crash of the CLI.
    '_system/cli/queryImport': {
      list: internalQueryGeneric({ args: {}, returns: v.array(v.any()), handler: () => [] }),
    },
    '_system/cli/convexUrl': {
      cloudUrl: internalQueryGeneric({
        args: {},
        returns: v.string(),
        handler: () => url,
      }),
    },
  };
}
