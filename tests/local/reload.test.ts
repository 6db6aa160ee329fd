/** Functions that change while clients are connected. */
import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConvexClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { expect, test } from 'vitest';
import { FUNCTIONS_RELOADED } from '../../local/deployment.ts';
import { spawnDeployment } from '../../local/demo/spawnDeployment.ts';
import { eventually } from '../fixtures/eventually.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';

const source = new URL('../fixtures/functions', import.meta.url).pathname;
const modules = new URL('../../node_modules', import.meta.url).pathname;
const get = fn<'query', { name: string }, unknown>('counters:get');
const increment = fn<'mutation', { name: string }, number>('counters:increment');

function copiedFunctions(): string {
  const folder = temporaryFolder();
  symlinkSync(modules, join(folder, 'node_modules'));
  const functions = join(folder, 'convex');
  cpSync(source, functions, { recursive: true });
  return functions;
}

test('a change reaches subscribers and keeps the data; a mistake keeps the old functions', async () => {
  const functions = copiedFunctions();
  const counters = join(functions, 'counters.ts');
  const answering = (text: string) => `
    import { queryGeneric, mutationGeneric } from 'convex/server';
    export const get = queryGeneric(async (ctx) =>
      \`${text} \${(await ctx.db.query('counters').collect()).length}\`);
    export const increment = mutationGeneric(() => 7);`;

  const deployment = await spawnDeployment({ functions });
  const client = new ConvexClient(deployment.url, { unsavedChangesWarning: false, logger: false });
  const seen: unknown[] = [];
  client.onUpdate(get, { name: 'a' }, (value) => seen.push(value));
  expect(await client.mutation(increment, { name: 'a' })).toBe(1);
  await eventually(() => expect(seen.at(-1)).toBe(1));

  writeFileSync(counters, answering('counted'));
  await eventually(() => expect(seen.at(-1)).toBe('counted 1'));
  await eventually(() => expect(deployment.stderr()).toContain(FUNCTIONS_RELOADED));
  expect(await client.mutation(increment, { name: 'a' })).toBe(7);

  writeFileSync(counters, 'export const get = (');
  await eventually(() =>
    expect(deployment.stderr()).toMatch(/The old functions stay: .*counters/s),
  );
  expect(await client.mutation(increment, { name: 'a' })).toBe(7);

  writeFileSync(counters, answering('counted again'));
  await eventually(() => expect(seen.at(-1)).toBe('counted again 1'));
  await client.close();
  await deployment.stop();
});

test('the terminal says that the functions folder was removed, and the old functions stay', async () => {
  const functions = copiedFunctions();
  const deployment = await spawnDeployment({ functions });
  rmSync(functions, { recursive: true });
  const told = `The old functions stay: There is no functions folder ${functions}.`;
  await eventually(() => expect(deployment.stderr()).toContain(told));
  cpSync(source, functions, { recursive: true });
  await eventually(() => expect(deployment.stderr()).toContain(FUNCTIONS_RELOADED));
  expect(deployment.stderr().split(told)).toHaveLength(2);
  await deployment.stop();
});
