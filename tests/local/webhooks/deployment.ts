/** Local deployments of our functions, for the behaviours. They stop when their test file ends. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFunctionReference } from 'convex/server';
import { afterAll } from 'vitest';
import { startDeployment as startLocal } from '../../../local/deployment.ts';
import type { ConflictOptions } from '../../../local/engine/contract/conflicts.ts';
import type { Deployment } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { SECRET } from '../../fixtures/data/signing.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
/** Within the project, so that the functions find their packages. */
const SCRATCH = join(ROOT, 'node_modules/.cache');

/**
 * Bundling our functions takes longer than most tests, so one deployment serves a file and is
 * emptied between tests.
 */
const EMPTY_ALL = `
  import { internalMutation } from './_generated/server.js';
  import schema from './schema.ts';
  export const run = internalMutation({
    args: {},
    handler: async (ctx) => {
      for (const table of Object.keys(schema.tables))
        for (const { _id } of await ctx.db.query(table).collect()) await ctx.db.delete(table, _id);
    },
  });
`;
const emptyAll = makeFunctionReference<'mutation'>('emptyAll:run');

const atEnd: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of atEnd.splice(0).toReversed()) await end();
});

let shared: Promise<Deployment> | undefined;

/** With so few conflicts, no mutation meets five in a row, after which it would fail. */
export const CONFLICTS: ConflictOptions = { rate: 0.05, seed: 7 };

/** An empty deployment, in which some commits meet a conflict and their mutations run again. */
export async function startDeployment(): Promise<Deployment> {
  shared ??= deploymentWith({ 'emptyAll.ts': EMPTY_ALL }, {}, CONFLICTS);
  const deployment = await shared;
  await deployment.mutation(emptyAll, {});
  return deployment;
}

/** A separate deployment, with some files of its functions replaced or added. */
export async function deploymentWith(
  files: Record<string, string>,
  env: Record<string, string> = {},
  conflicts?: ConflictOptions,
): Promise<Deployment> {
  await mkdir(SCRATCH, { recursive: true });
  const folder = await mkdtemp(join(SCRATCH, 'functions-'));
  atEnd.push(async () => await rm(folder, { recursive: true }));
  const functions = join(folder, 'convex');
  await cp(join(ROOT, 'convex'), functions, { recursive: true });
  await cp(join(ROOT, 'webhooks'), join(folder, 'webhooks'), { recursive: true });
  for (const [path, code] of Object.entries(files)) await writeFile(join(functions, path), code);

  const local = await startLocal({
    functions,
    memory: true,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, ...env },
    conflicts,
  });
  atEnd.push(async () => await local.close());
  return overHttp(local);
}
