import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import { anyApi } from 'convex/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { spawnDeployment } from '../../local/demo/spawnDeployment.ts';
import { demoRecord, outputOf, spawnDemo } from './demoProcess.ts';

let folder: string;
let running: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});

afterEach(async () => {
  if (running) await interrupt();
  rmSync(folder, { recursive: true });
});

test('npm start serves, prints deliveries with outcome and time, and accepts npm run send', async () => {
  const said = start();
  await expect.poll(said).toMatch(/^\d\d:\d\d:\d\d {2}user\.created .* applied .* ms/m);
  expect(said()).toContain('there is no display');

  const sent = await run('send.ts', 'user.updated', '--set', 'first_name=Nova');
  expect(sent).toEqual({ code: 0, output: 'user.updated  Nova Holm  applied\n' });
  expect(said()).toMatch(/user\.updated +Nova Holm +applied/);

  expect(await run('start.ts')).toMatchObject({
    code: 1,
    output: expect.stringContaining('npm start is already running'),
  });
  await expect.poll(said).toMatch(/ rejected /);
});

test('neither the access key nor the signing secret is printed; the access key is in a file', async () => {
  const said = start();
  await expect.poll(said).toMatch(/applied/);
  const { accessKey, signingSecret } = demoRecord(folder);
  expect(said()).not.toContain(accessKey);
  expect(said()).not.toContain(signingSecret);
  const file = /only line of the file (\S+)/.exec(said())![1]!;
  const { host } = new URL(/Deployment +(\S+)/.exec(said())![1]!);
  expect(readFileSync(join(folder, file), 'utf8')).toBe(`${accessKey}@${host}\n`);
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test('Ctrl-C leaves nothing running, and the next start continues with the same data', async () => {
  const first = start();
  await expect.poll(first).toMatch(/applied/);
  const { accessKey, users, running: page } = demoRecord(folder);
  const deployment = /Deployment +(\S+)/.exec(first())![1]!;
  expect(await interrupt()).toBe(0);
  await expect(fetch(`${deployment}/version`)).rejects.toThrow();
  await expect(fetch(page!.url)).rejects.toThrow();
  expect(demoRecord(folder).running).toBeNull();

  const second = start();
  await expect.poll(second).toMatch(/applied/);
  expect(demoRecord(folder).accessKey).toBe(accessKey);
  expect(demoRecord(folder).users[0]!.id).toBe(users[0]!.id);
  const sent = await run('send.ts', 'user.updated', '--user', users[0]!.id);
  expect(sent.output).toMatch(/unchanged/);
});

test('data of an earlier version is refused, with the folder to remove', async () => {
  await keepUserOfVersion1();
  const { code, output } = await run('start.ts');
  expect(code).toBe(1);
  expect(output).toMatch(/does not match the schema/);
  expect(output).toContain(
    'The data in .convex-local/ was written by an earlier version. Remove that folder, then run npm start again.',
  );
});

test('npm run send without a start says what to do', async () => {
  expect(await run('send.ts', 'user.updated')).toEqual({
    code: 1,
    output: 'No npm start is running here. Run `npm start` in another terminal first.\n',
  });
});

/** In the first version, the row of a user also said which event was the newest. */
async function keepUserOfVersion1(): Promise<void> {
  const functions = join(folder, 'version1');
  mkdirSync(functions);
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(functions, 'users.ts'),
    `import { mutationGeneric } from 'convex/server';
    export const add = mutationGeneric(async ({ db }) => {
      await db.insert('users', { clerk_id: 'user_1', clerk_created_at: 1, updated_at: 1 });
    });`,
  );
  const data = join(folder, '.convex-local');
  const earlier = await spawnDeployment({ functions, data });
  await new ConvexHttpClient(earlier.url).mutation(anyApi.users!.add!, {});
  await earlier.stop();
}

function start(): () => string {
  const child = spawnDemo(folder, 'start.ts');
  running = child;
  return outputOf(child);
}

/** Ctrl-C, and the exit code. */
async function interrupt(): Promise<number> {
  const child = running!;
  running = null;
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  return code;
}

async function run(file: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawnDemo(folder, file, ...args);
  const said = outputOf(child);
  const [code] = await once(child, 'close');
  return { code, output: said() };
}
