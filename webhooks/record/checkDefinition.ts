import type { GenericSchema } from 'convex/server';
import { webhookTables } from '../tables.ts';
import type { Route, Settings } from './settings.ts';

/** @throws Error that names the first thing in the schema or the options that does not fit, and the fix. */
export function checkDefinition(
  tables: GenericSchema,
  { routes, users }: { routes: readonly Route[]; users: Settings['users'] },
): void {
  const missing = Object.keys(webhookTables).find((name) => !(name in tables));
  if (missing !== undefined) {
    throw fault(
      `the schema has no table ${missing}. Add ...webhookTables to it in convex/schema.ts.`,
    );
  }
  for (const { path } of routes) {
    if (!path.startsWith('/')) throw fault(`the route "${path}" must begin with a slash.`);
    if (routes.filter((route) => route.path === path).length > 1) {
      throw fault(`the route "${path}" is given twice.`);
    }
  }
  if (users !== null) checkUsers(tables, users);
}

function checkUsers(tables: GenericSchema, { table, index, field, search = [] }: Users): void {
  const definition = tables[table];
  if (definition === undefined) throw fault(`the schema has no table "${table}" for users.`);
  const indexes = definition[' indexes']();
  for (const sought of [{ index, field }, ...search]) {
    const found = indexes.find(({ indexDescriptor }) => indexDescriptor === sought.index);
    if (found?.fields[0] === sought.field) continue;
    throw fault(
      `the table "${table}" has no index "${sought.index}" that begins with "${sought.field}".`,
    );
  }
}

type Users = NonNullable<Settings['users']>;

function fault(what: string): Error {
  return new Error(`defineWebhooks: ${what}`);
}
