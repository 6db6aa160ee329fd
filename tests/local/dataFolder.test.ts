/** Folders of somebody else as `--data`: nothing in them is deleted or changed. */
import {
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { startDeployment } from '../../local/deployment.ts';
import { inspectDataFolder } from '../../local/engine/storage/dataFolder.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { SECRET, signedRequest } from '../fixtures/data/signing.ts';
import { temporaryFolder } from '../fixtures/temporaryFolder.ts';

const basic = new URL('functions/basic', import.meta.url).pathname;

function start(data: string, functions = basic) {
  return startDeployment({ functions, data, port: 0, sitePort: 0 });
}

function callMutation(url: string, path: string, args: object): Promise<Response> {
  return fetch(`${url}/api/mutation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path, args: [args] }),
  });
}

function callSend(url: string): Promise<Response> {
  return callMutation(url, 'messages:send', { channel: 'a', text: 'x' });
}

test('a data folder that holds the functions folder is refused, and the sources stay', async () => {
  const project = temporaryFolder();
  cpSync(basic, join(project, 'functions'), { recursive: true });
  await expect(start(project, join(project, 'functions'))).rejects.toThrow(
    `${project} holds files that are not a local deployment's data.`,
  );
  expect(readFileSync(join(project, 'functions/schema.ts'), 'utf8')).toContain('defineSchema');
  expect(() => statSync(join(project, 'data.sqlite'))).toThrow('ENOENT');
});

test('a data folder inside the functions folder is refused', async () => {
  const functions = join(temporaryFolder(), 'functions');
  cpSync(basic, functions, { recursive: true });
  await expect(start(join(functions, 'data'), functions)).rejects.toThrow(
    'is inside the functions folder',
  );
});

test('a folder named functions in a data folder is not deleted', async () => {
  const data = join(temporaryFolder(), 'data');
  await (await start(data)).close();
  mkdirSync(join(data, 'functions'));
  writeFileSync(join(data, 'functions/mine.ts'), 'mine');
  await (await start(data)).close();
  expect(readFileSync(join(data, 'functions/mine.ts'), 'utf8')).toBe('mine');
});

test('a foreign file among the bundled functions is named and not deleted', async () => {
  const data = join(temporaryFolder(), 'data');
  await (await start(data)).close();
  const file = join(data, 'bundled-functions', 'mine.ts');
  mkdirSync(join(data, 'bundled-functions'));
  writeFileSync(file, 'mine');
  await expect(start(data)).rejects.toThrow(`${file} was not made by the local deployment.`);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a symbolic link at the place of the folder for bundled functions is not followed', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  await (await start(data)).close();
  mkdirSync(join(folder, 'elsewhere/bundle-aaaaaa'), { recursive: true });
  symlinkSync(join(folder, 'elsewhere'), join(data, 'bundled-functions'));
  await expect(start(data)).rejects.toThrow('was not made by the local deployment');
  expect(statSync(join(folder, 'elsewhere/bundle-aaaaaa')).isDirectory()).toBe(true);
});

test('bundled functions that a killed process left are removed', async () => {
  const data = join(temporaryFolder(), 'data');
  await (await start(data)).close();
  const left = join(data, 'bundled-functions/bundle-aaaaaa');
  mkdirSync(left, { recursive: true });
  await (await start(data)).close();
  expect(() => statSync(left)).toThrow('ENOENT');
});

test.each(['delete', 'wal'])(
  'the database of another program (journal mode %s) is not changed',
  async (mode) => {
    const data = temporaryFolder();
    const file = join(data, 'data.sqlite');
    const theirs = new DatabaseSync(file);
    theirs.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE theirs (a); PRAGMA user_version = 1`);
    theirs.close();
    const { mode: rights } = statSync(file);
    const bytes = readFileSync(file);
    await expect(start(data)).rejects.toThrow('holds a database of another program');
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(statSync(file).mode).toBe(rights);
  },
);

test('a data folder of version 1 is recognised although its id is only in the log', async () => {
  const folder = temporaryFolder();
  const written = new DatabaseSync(join(folder, 'written.sqlite'));
  written.exec(
    `PRAGMA journal_mode = wal; CREATE TABLE meta (key); PRAGMA application_id = 1668708460`,
  );
  const data = join(folder, 'data');
  mkdirSync(data);
  for (const end of ['', '-wal']) {
    cpSync(join(folder, `written.sqlite${end}`), join(data, `data.sqlite${end}`));
  }
  written.close();
  expect(inspectDataFolder(data)).toBe('ours');
});

test('a data folder whose database was deleted by hand can be used again, with the same admin key', async () => {
  const data = join(temporaryFolder(), 'data');
  const first = await start(data);
  await first.close();
  rmSync(join(data, 'data.sqlite'));
  const second = await start(data);
  await second.close();
  expect(second.adminKey).toBe(first.adminKey);
});

test('every mutation fails after the data folder was deleted during use', async () => {
  const data = join(temporaryFolder(), 'data');
  const deployment = await start(data);
  expect((await callSend(deployment.url)).status).toBe(200);
  rmSync(data, { recursive: true });
  const response = await callSend(deployment.url);
  expect(response.status).toBe(560);
  expect(await response.text()).toContain(`${data} was removed while the deployment was using it`);
  await deployment.close();
});

test('a webhook that comes after the data folder was deleted is answered 500', async () => {
  const data = join(temporaryFolder(), 'data');
  const deployment = await startDeployment({
    functions: new URL('../../convex', import.meta.url).pathname,
    data,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  const deliver = (event: object) => {
    const request = signedRequest(JSON.stringify(event));
    return fetch(`${deployment.siteUrl}/clerk-users-webhook`, request);
  };
  expect((await deliver(userCreated({ id: 'user_2before' }))).status).toBe(200);
  rmSync(data, { recursive: true });
  const answer = await deliver(userCreated({ id: 'user_2after' }));
  expect(answer.status).toBe(500);
  expect(await answer.json()).toMatchObject({ outcome: 'failed' });
  await deployment.close();
});

test('deleted data is overwritten in the file', async () => {
  const data = join(temporaryFolder(), 'data');
  const deployment = await start(data);
  await fetch(`${deployment.url}/api/update_environment_variables`, {
    method: 'POST',
    headers: { authorization: `Convex ${deployment.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ changes: [{ name: 'SECRET', value: 'remember-me-not' }] }),
  });
  await deployment.close();
  expect(readFileSync(join(data, 'data.sqlite')).includes('remember-me-not')).toBe(true);
  const again = await start(data);
  await fetch(`${again.url}/api/update_environment_variables`, {
    method: 'POST',
    headers: { authorization: `Convex ${again.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ changes: [{ name: 'SECRET', value: null }] }),
  });
  await again.close();
  expect(readFileSync(join(data, 'data.sqlite')).includes('remember-me-not')).toBe(false);
});

test('a deleted document is soon in no file of a running deployment', async () => {
  const data = join(temporaryFolder(), 'data');
  const isKept = () =>
    ['data.sqlite', 'data.sqlite-wal'].some((file) =>
      readFileSync(join(data, file)).includes('remember-me-not'),
    );
  const deployment = await start(data);
  const message = { channel: 'a', text: 'remember-me-not' };
  const sent = await callMutation(deployment.url, 'messages:send', message);
  const { value: id } = (await sent.json()) as { value: string };
  expect(isKept()).toBe(true);
  await callMutation(deployment.url, 'messages:remove', { id });
  await vi.waitFor(() => expect(isKept()).toBe(false), 60_000);
  await deployment.close();
});
