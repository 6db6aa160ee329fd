/** `npm run local` as a process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawnDeployment } from '../../local/demo/spawnDeployment.ts';
import { eventually } from '../fixtures/eventually.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';
import { functionsFolder } from './engine/functionsFolder.ts';

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const fixture = new URL('../../local/demo/spawnDeployment.ts', import.meta.url).href;
const cli = new URL('../../local/cli.ts', import.meta.url).pathname;

async function run(...flags: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

test('npm run local prints one line "ready" with its URLs and its admin key', async () => {
  const child = spawn(
    process.execPath,
    [cli, '--functions', functions, '--memory', '--port', '0', '--site-port', '0'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    child.kill('SIGTERM');
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^ready \{"url":"http:\/\/127\.0\.0\.1:\d+","siteUrl":"http:\/\/127\.0\.0\.1:\d+","adminKey":"local\|[0-9a-f]{64}"\}\n$/,
  );
});

test('npm run local --conflicts 1 makes every commit fail', async () => {
  const child = spawn(
    process.execPath,
    [cli, '--functions', functions, '--memory', '--port=0', '--site-port=0', '--conflicts=1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [ready] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const { url } = JSON.parse(ready.slice('ready '.length)) as { url: string };
  const response = await fetch(`${url}/api/mutation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path: 'messages:send', args: { channel: 'a', body: 'x' } }),
  });
  expect(await response.text()).toContain('changed while this mutation was being run');
  child.kill('SIGTERM');
  await once(child, 'close');
});

test('npm run local gives functions the time zone that they have on Convex', async () => {
  const { path } = functionsFolder({
    'clock.ts': `
      import { queryGeneric as query } from 'convex/server';
      export const hour = query({ args: {}, handler: () => new Date(0).getHours() });
    `,
  });
  const child = spawn(
    process.execPath,
    [cli, '--functions', path, '--memory', '--port=0', '--site-port=0'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, TZ: 'Asia/Tokyo' } },
  );
  const [ready] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const { url } = JSON.parse(ready.slice('ready '.length)) as { url: string };
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    body: JSON.stringify({ path: 'clock:hour', args: {} }),
  });
  expect(await response.json()).toMatchObject({ value: 0 });
  child.kill('SIGTERM');
  await once(child, 'close');
});

test('npm run local says that it is for development and reachable from this machine only', async () => {
  const deployment = await spawnDeployment({ functions });
  await deployment.stop();
  expect(deployment.stderr()).toMatch(/development and tests.*this machine only/);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends npm run local with exit code 0',
  async (signal) => {
    const deployment = await spawnDeployment({ functions });
    expect(await deployment.kill(signal)).toBe(0);
  },
);

test('npm run local ends when the process that spawned it is killed, and its data folder is free again', async () => {
  const data = join(temporaryFolder(), 'data');
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { spawnDeployment } from ${JSON.stringify(fixture)};
       const { pid } = await spawnDeployment(${JSON.stringify({ functions, data })});
       process.stdout.write(String(pid));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
  parent.kill('SIGKILL');
  await eventually(() => expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH'));
  const next = await spawnDeployment({ functions, data });
  expect(await next.stop()).toBe(0);
});

test('npm run local ends although a client does not answer', async () => {
  const deployment = await spawnDeployment({ functions });
  const silent = connect(Number(new URL(deployment.url).port), '127.0.0.1');
  silent.write(
    'GET /api/1.48.0/sync HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n' +
      'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  silent.on('error', () => {});
  await once(silent, 'data');
  expect(await deployment.stop()).toBe(0);
  silent.destroy();
});

test('a data folder that another process uses is refused by its name', async () => {
  const data = join(temporaryFolder(), 'data');
  const deployment = await spawnDeployment({ functions, data });
  const ports = ['--port', '0', '--site-port', '0'];
  const { code, stderr } = await run('--functions', functions, '--data', data, ...ports);
  await deployment.stop();
  expect(code).toBe(1);
  expect(stderr).toContain(data);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('a data folder keeps the admin key for its owner only', async () => {
  const data = join(temporaryFolder(), 'data');
  const first = await spawnDeployment({ functions, data });
  await first.stop();
  const second = await spawnDeployment({ functions, data });
  await second.stop();
  expect(second.adminKey).toBe(first.adminKey);
  expect(statSync(join(data, 'admin-key')).mode & 0o777).toBe(0o600);
  expect(second.stderr()).not.toContain(second.adminKey);
});

test('the error about a port that is taken names the port, and the option that changes it', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const flags = ['--functions', functions, '--memory'];
  for (const [option, other] of [
    ['--port', '--site-port'],
    ['--site-port', '--port'],
  ] as const) {
    const { code, stderr } = await run(...flags, option, String(port), other, '0');
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken. Choose another with ${option}`);
  }
  taken.close();
});

test.each<[string, string[], RegExp]>([
  [
    'no functions folder',
    ['--functions', '/nowhere', '--port', '0'],
    /no functions folder at \/nowhere/,
  ],
  ['a port that is not a number', ['--port', 'http'], /from 0 to 65535/],
  ['a port that is too large', ['--port', '65536'], /from 0 to 65535/],
  ['a time limit of 0', ['--stuck-after', '0'], /at least 1/],
  ['a rate of conflicts over 1', ['--conflicts', '2'], /from 0 to 1/],
  ['an unknown flag', ['--verbose'], /unknown option '--verbose'/],
  ['an argument too many', ['convex'], /too many arguments/],
  ['both --data and --memory', ['--data', 'x', '--memory'], /not both/],
])('%s ends npm run local with exit code 1 and a message', async (_name, flags, message) => {
  const { code, stdout, stderr } = await run(...flags);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
});
