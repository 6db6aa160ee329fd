/** Functions that compute for ever, in a deployment that is a process of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { expect, test } from 'vitest';
import { spawnDeployment, type SpawnedDeployment } from '../fixtures/deployment.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';

const functions = new URL('functions/stuck', import.meta.url).pathname;
const note = fn<'mutation', Record<string, never>, null>('loops:note');
const notes = fn<'query', Record<string, never>, string[]>('loops:notes');

function client({ url }: SpawnedDeployment): ConvexHttpClient {
  return new ConvexHttpClient(url, { logger: false });
}

test.each([
  ['atOnce', 'query', 'at compute (../stuck/loops.ts:'],
  ['afterWriting', 'mutation', 'at compute (../stuck/loops.ts:'],
  ['afterWaiting', 'action', 'at compute (../stuck/loops.ts:'],
  ['inARegularExpression', 'query', 'at handler (../stuck/loops.ts:'],
] as const)(
  'a function that computes for ever is named, and the data goes on: %s',
  async (name, kind, place) => {
    const data = temporaryFolder();
    const deployment = await spawnDeployment({ functions, data, stuckAfter: 1 });
    await client(deployment).mutation(note, {});
    const call = (client(deployment)[kind] as ConvexHttpClient['query'])(
      fn<'query'>(`loops:${name}`),
    );
    await expect(call).rejects.toThrow('fetch failed');
    expect(await deployment.ended).toBe(1);
    expect(deployment.stderr()).toContain(`loops:${name} has computed for 1 s without a break`);
    expect(deployment.stderr()).toContain(place);

    const next = await spawnDeployment({ functions, data });
    expect(await client(next).query(notes, {})).toEqual(['kept']);
    await next.stop();
  },
);

test('a module that computes for ever when it is imported is named', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'endless.ts'), 'for (;;);\nexport {};\n');
  const started = spawnDeployment({ functions: folder, stuckAfter: 1 });
  await expect(started).rejects.toThrow(
    /^The deployment ended \(1\): A module, while it was imported, has computed for 1 s [^]*endless\.mjs:/,
  );
});

test('a function that computes for long, with breaks, is left alone', async () => {
  const deployment = await spawnDeployment({ functions, stuckAfter: 3 });
  const inPieces = fn<'action', Record<string, never>, string>('loops:inPieces');
  expect(await client(deployment).action(inPieces, {})).toBe('done');
  expect(await deployment.stop()).toBe(0);
});
