/** A data folder that cannot be used gives a clear message at the start or at the write. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { DataFolderError, openDatabase } from '../../../../local/engine/storage/database.ts';
import { openEngine } from '../../../../local/localEngine.ts';

import { diskOf } from '../disk.ts';
import { fixture, temporaryFolder, testEngine } from '../testEngine.ts';

const databaseModule = new URL('../../../../local/engine/storage/database.ts', import.meta.url)
  .href;

function open(data: string) {
  return openEngine({ data, functions: fixture('basic') });
}

async function written(): Promise<string> {
  const data = temporaryFolder();
  const engine = await testEngine('basic', { data });
  for (let i = 0; i < 50; i++) {
    await engine.mutation('messages:send', { channel: 'a', text: 'x'.repeat(1000) });
  }
  await engine.close();
  return data;
}

describe('a data folder', () => {
  test('that others can enter keeps its data readable only by the owner', async () => {
    const data = join(temporaryFolder(), 'data');
    mkdirSync(data);
    chmodSync(data, 0o755);
    const engine = await testEngine('basic', { data });
    await engine.mutation('messages:send', { channel: 'a', text: 'x' });
    for (const file of ['data.sqlite', 'data.sqlite-wal']) {
      expect(statSync(join(data, file)).mode & 0o777).toBe(0o600);
    }
  });

  test('that is a file is refused', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(open(file)).rejects.toThrow(`${file} is not a folder.`);
    await expect(open(join(file, 'data'))).rejects.toThrow('is not a folder.');
  });

  test('in use by another process is refused until that process has ended', async () => {
    const data = await written();
    const script = `
      const { openDatabase } = await import(${JSON.stringify(databaseModule)});
      openDatabase(${JSON.stringify(data)});
      console.log('open');
      setInterval(() => undefined, 1000);
    `;
    const child = execFile(process.execPath, ['--input-type=module', '--eval', script]);
    try {
      await new Promise((resolve, reject) => {
        child.stdout!.once('data', resolve);
        child.once('exit', () => reject(new Error('The other process has not opened the folder.')));
      });
      await expect(open(data)).rejects.toThrow(`${data} is in use by another process.`);
    } finally {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    const engine = await testEngine('basic', { data });
    expect(await engine.query('messages:count')).toBe(50);
  });

  test('of format 1 is converted to the current format, with its documents and indexes', async () => {
    const data = await written();
    const database = new DatabaseSync(join(data, 'data.sqlite'));
    database.exec(`
      ALTER TABLE docs RENAME TO docs2;
      ALTER TABLE idx RENAME TO idx2;
      CREATE TABLE docs (
        id TEXT PRIMARY KEY, tbl INTEGER NOT NULL, size INTEGER NOT NULL, json TEXT NOT NULL
      );
      CREATE TABLE idx (
        ix INTEGER NOT NULL, key BLOB NOT NULL, id TEXT NOT NULL, PRIMARY KEY (ix, key)
      ) WITHOUT ROWID;
      INSERT INTO docs SELECT id, tbl, size, json FROM docs2 ORDER BY id;
      INSERT INTO idx SELECT ix, key, docs2.id FROM idx2 JOIN docs2 ON number = doc;
      DROP TABLE docs2;
      DROP TABLE idx2;
      PRAGMA user_version = 1;
    `);
    database.close();
    const engine = await testEngine('basic', { data });
    expect(await engine.query('messages:count')).toBe(50);
    await engine.mutation('messages:send', { channel: 'a', text: 'newest' });
    const texts = (await engine.query('messages:list', { channel: 'a' })) as { text: string }[];
    expect(texts.map(({ text }) => text[0]).join('')).toBe(`${'x'.repeat(50)}n`);
  });

  test('written by a newer version is refused', async () => {
    const data = await written();
    const database = new DatabaseSync(join(data, 'data.sqlite'));
    database.exec('PRAGMA user_version = 999');
    database.close();
    await expect(open(data)).rejects.toThrow('was written by a newer version (format 999');
  });

  test('with a database of another program is refused and left alone', async () => {
    const data = temporaryFolder();
    const file = join(data, 'data.sqlite');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE theirs (a)');
    database.close();
    await expect(open(data)).rejects.toThrow('holds a database of another program');
    const again = new DatabaseSync(file);
    expect(again.prepare('SELECT count(*) AS n FROM theirs').get()).toEqual({ n: 0 });
    again.close();
  });

  test('that is damaged is refused', async () => {
    const data = await written();
    const file = join(data, 'data.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096 * 2, 4096 * 8);
    writeFileSync(file, bytes);
    await expect(open(data)).rejects.toThrow(`The database in ${data} is damaged.`);
  });

  test('with a file that is not a database is refused', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'data.sqlite'), 'not a database '.repeat(100));
    await expect(open(data)).rejects.toThrow(`The database in ${data} is damaged.`);
  });
});

test('on a full disk a write fails with that reason, and older data stays', async () => {
  const data = await written();
  const engine = await testEngine('basic', { data });
  const disk = await diskOf(engine);
  disk.fillUpTo(20);
  await expect(
    engine.mutation('messages:send', { channel: 'a', text: 'x'.repeat(900_000) }),
  ).rejects.toThrow(`The disk of ${data} is full: nothing was written.`);
  await expect(engine.mutation('messages:sendBigAndGoOn')).rejects.toThrow('is full');
  expect(await engine.query('messages:count')).toBe(50);
});

test('an unusable data folder is a DataFolderError', () => {
  const data = temporaryFolder();
  writeFileSync(join(data, 'data.sqlite'), 'x'.repeat(5000));
  expect(() => openDatabase(data)).toThrow(DataFolderError);
});
