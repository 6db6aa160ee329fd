/** Functions that compute for ever, in a deployment in a separate process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { expect, test } from 'vitest';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
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
  'a function that computes for ever is named, and the data are kept: %s',
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
    /^The local deployment did not start \(exit code 1\): A module, while it was imported, has computed for 1 s [^]*endless\.mjs:/,
  );
});

/** A separate process with a watchdog that waits for a second; its main thread runs `code`. */
async function endOfStuck(code: string) {
  const watchdog = new URL('../../local/watchdog.ts', import.meta.url).href;
  const script = join(temporaryFolder(), 'stuck.ts');
  writeFileSync(
    script,
    `import { startWatchdog } from ${JSON.stringify(watchdog)};
     startWatchdog(1);
     // The thread takes a moment to start.
     setTimeout(function receive() { ${code} }, 1_000);`,
  );
  const child = spawn(process.execPath, [script]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { exitCode, signal, stderr };
}

test('code of the deployment itself that computes for ever is reported, and the process ends', async () => {
  const { exitCode, stderr } = await endOfStuck('for (;;);');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^The deployment itself has computed for 3 s [^]* at .*receive/);
});

test('a process that no debugger can stop is killed', async () => {
  const { signal, stderr } = await endOfStuck(
    `new (process.getBuiltinModule('node:sqlite').DatabaseSync)(':memory:').exec(
       'WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n FROM endless) SELECT max(n) FROM endless',
     );`,
  );
  expect(signal).toBe('SIGKILL');
  expect(stderr).toMatch(/^The deployment has not answered for \d+ s and cannot say why/);
});

test('a function that computes for long but with breaks is not ended', async () => {
  const deployment = await spawnDeployment({ functions, stuckAfter: 3 });
  const inPieces = fn<'action', Record<string, never>, string>('loops:inPieces');
  expect(await client(deployment).action(inPieces, {})).toBe('done');
  expect(await deployment.stop()).toBe(0);
});
