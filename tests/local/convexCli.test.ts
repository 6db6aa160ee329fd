/** The Convex CLI, as `npx convex` runs it, against a local deployment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDeployment, type Deployment } from '../../local/deployment.ts';
import { eventually } from '../fixtures/eventually.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';

const root = new URL('../..', import.meta.url).pathname;
const functions = new URL('../fixtures/functions', import.meta.url).pathname;

let deployment: Deployment;

beforeAll(async () => {
  deployment = await startDeployment({ functions, memory: true, port: 0, sitePort: 0 });
});

afterAll(() => deployment.close());

type Output = { code: number | null; stdout: string; stderr: string };

function start(args: string[], { adminKey = deployment.adminKey, cwd = root } = {}) {
  const child = spawn(process.execPath, [`${root}/node_modules/convex/bin/main.js`, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      // The CLI reports its crashes to its makers unless it runs in CI.
      CI: '1',
      CONVEX_SELF_HOSTED_URL: deployment.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
    },
  });
  const output: Output = { code: null, stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  return { child, output };
}

async function convex(...args: string[]): Promise<Output> {
  return await ended(start(args));
}

async function ended({ child, output }: ReturnType<typeof start>): Promise<Output> {
  const [code] = (await once(child, 'close')) as [number | null];
  return { ...output, code };
}

test('run calls public and internal functions', async () => {
  const sent = await convex('run', 'messages:send', '{"channel":"cli","body":"hello"}');
  expect(sent).toMatchObject({ code: 0, stdout: expect.stringMatching(/^"[0-9a-z]{32}"\n$/) });
  const { stdout } = await convex('run', 'messages:channels');
  expect(JSON.parse(stdout)).toEqual(['cli']);
});

test('run --identity acts as that user', async () => {
  const { stdout } = await convex('run', 'messages:whoAmI', '--identity', '{"subject":"ada"}');
  expect(JSON.parse(stdout)).toMatchObject({ subject: 'ada', issuer: 'https://convex.test' });
});

test('run names a function that does not exist, and lists the existing ones', async () => {
  const { code, stderr } = await convex('run', 'messages:missing');
  expect(code).toBe(1);
  expect(stderr).toMatch(/Could not find function for 'messages:missing'/);
  expect(stderr).toMatch(/Available functions:[^]*messages:send/);
});

test('run --watch prints each result', async () => {
  const { child, output } = start(['run', '--watch', 'counters:get', '{"name":"watched"}']);
  await eventually(() => expect(output.stdout).toBe('0\n'));
  await convex('run', 'counters:increment', '{"name":"watched"}');
  await eventually(() => expect(output.stdout).toBe('0\n1\n'));
  child.kill();
  await once(child, 'close');
});

test('env sets, prints, lists and removes variables', async () => {
  expect((await convex('env', 'set', 'GREETING', 'hello world')).code).toBe(0);
  expect((await convex('env', 'get', 'GREETING')).stdout).toBe('hello world\n');
  expect((await convex('env', 'list', '--names-only')).stdout).toBe('GREETING\n');
  expect((await convex('env', 'remove', 'GREETING')).code).toBe(0);
  expect((await convex('env', 'list', '--names-only')).stdout).toBe('');
});

test('env set names the mistake in a variable name', async () => {
  const { code, stderr } = await convex('env', 'set', '1ST', 'x');
  expect(code).toBe(1);
  expect(stderr).toMatch(/name "1ST" is invalid/);
});

test('data lists the tables and prints one', async () => {
  await convex('run', 'messages:send', '{"channel":"data","body":"printed"}');
  expect((await convex('data')).stdout).toBe('counters\nmessages\n');
  const { stdout } = await convex('data', 'messages', '--format', 'jsonl', '--limit', '1');
  expect(JSON.parse(stdout)).toMatchObject({ channel: 'data', body: 'printed' });
});

test('data prints the scheduled functions', async () => {
  await convex('run', 'counters:incrementLater', '{"name":"scheduled"}');
  const { stdout } = await convex('data', '_scheduled_functions', '--format', 'jsonl');
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'counters.js:increment',
    args: [{ name: 'scheduled' }],
    state: { kind: 'pending' },
  });
});

test('function-spec describes functions and routes', async () => {
  const { stdout } = await convex('function-spec');
  const { url, functions: listed } = JSON.parse(stdout);
  expect(url).toBe(deployment.url);
  expect(listed).toContainEqual({
    functionType: 'Query',
    identifier: 'messages.js:list',
    visibility: { kind: 'public' },
    args: {
      type: 'object',
      value: { channel: { fieldType: { type: 'string' }, optional: false } },
    },
    returns: null,
  });
  expect(listed).toContainEqual(
    expect.objectContaining({
      identifier: 'messages.js:channels',
      visibility: { kind: 'internal' },
    }),
  );
  expect(listed).toContainEqual({ functionType: 'HttpAction', method: 'POST', path: '/echo' });
});

test('logs prints the log lines of functions that run after its start', async () => {
  const { child, output } = start(['logs']);
  let word = 0;
  await eventually(() => {
    void fetch(`${deployment.url}/api/query`, {
      method: 'POST',
      body: JSON.stringify({ path: 'messages:noisy', args: { word: `word-${(word += 1)}` } }),
    });
    expect(output.stdout).toMatch(/\[CONVEX Q\(messages:noisy\)\] \[LOG\] 'said' 'word-\d+'/);
  });
  child.kill();
  await once(child, 'close');
});

test.each([[['dev', '--once']], [['deploy', '-y']]])(
  '%j ends at once with a message',
  async (args) => {
    // Before these commands ask the deployment, they write generated code, here into a separate
    // project.
    const project = temporaryFolder();
    await mkdir(join(project, 'convex'));
    await writeFile(join(project, 'package.json'), '{"dependencies":{"convex":"*"}}');
    await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
    const { code, stderr } = await ended(start(args, { cwd: project }));
    expect(code).toBe(1);
    expect(stderr).toMatch(/there is nothing to push/);
  },
);

test('import and export end at once with a sentence', async () => {
  const file = join(temporaryFolder(), 'rows.jsonl');
  await writeFile(file, '{"name":"imported","value":1}\n');
  for (const args of [
    ['import', '--table', 'counters', file],
    ['export', '--path', `${file}.zip`],
  ]) {
    const { code, stderr } = await convex(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/does not support "convex import" and "convex export"/);
  }
});

test('the CLI reports a wrong admin key', async () => {
  const { child, output } = start(['run', 'messages:channels'], { adminKey: 'local|wrong' });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(output.stderr).toMatch(/not the one of this deployment/);
});
