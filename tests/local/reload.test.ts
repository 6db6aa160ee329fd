/** Functions that change while clients are connected. */
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConvexClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { expect, test } from 'vitest';
import { spawnDeployment } from '../fixtures/deployment.ts';
import { eventually } from '../fixtures/eventually.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';

const source = new URL('../fixtures/functions', import.meta.url).pathname;
const modules = new URL('../../node_modules', import.meta.url).pathname;
const get = fn<'query', { name: string }, unknown>('counters:get');
const increment = fn<'mutation', { name: string }, number>('counters:increment');

test('a change reaches subscribers and keeps the data; a mistake keeps the old functions', async () => {
  const folder = temporaryFolder();
  symlinkSync(modules, join(folder, 'node_modules'));
  const functions = join(folder, 'convex');
  cpSync(source, functions, { recursive: true });
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
