/** The SQLite file of a deployment: opened by one process at a time, with its format checked. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID, inspectDataFolder } from './dataFolder.ts';

const FORMAT_VERSION = 2;

// In pages of 4 KiB. Everything waits during a checkpoint. With SQLite's default of 1,000 pages,
// one commit in thirty was a checkpoint, and even more with large indexes.
const CHECKPOINT_AFTER = 8000;

// The upper pages of all indexes, and the last ones: with SQLite's default of 2 MiB, most writes to an
// index of 50,000 rows had to read a page first. After the split of an index page, a commit looks at each
// page of the cache, which took 40 % of its time with 64 MiB.
const CACHE_KIB = 16 * 1024;

// Documents are found only by the entries of their indexes, one of which is `by_id`.
const DOCUMENTS = `
  CREATE TABLE docs (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, tbl INTEGER NOT NULL, size INTEGER NOT NULL,
    json TEXT NOT NULL
  );
  CREATE TABLE idx (
    ix INTEGER NOT NULL, key BLOB NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (ix, key)
  ) WITHOUT ROWID;
`;

/**
 * In format 1, documents had a second index of their ids besides `by_id`, and entries referred to
 * them by id.
 */
const FROM_FORMAT_1 = `
  ALTER TABLE docs RENAME TO docs1;
  ALTER TABLE idx RENAME TO idx1;
  ${DOCUMENTS}
  INSERT INTO docs SELECT rowid, id, tbl, size, json FROM docs1;
  INSERT INTO idx SELECT ix, key, docs1.rowid FROM idx1 JOIN docs1 ON docs1.id = idx1.id;
  DROP TABLE idx1;
  DROP TABLE docs1;
`;

const TABLES = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE environment (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE indexes (
    id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, name TEXT NOT NULL, fields TEXT NOT NULL,
    UNIQUE (tbl, name)
  );
  ${DOCUMENTS}
  CREATE TABLE requests (
    key TEXT PRIMARY KEY, at INTEGER NOT NULL, ts TEXT NOT NULL, result TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX requests_at ON requests (at);
  CREATE TABLE crons (
    name TEXT PRIMARY KEY, spec TEXT NOT NULL, next INTEGER NOT NULL, job TEXT
  ) WITHOUT ROWID;
`;

/** The data folder cannot be used, or a write to it failed. The message says what to do. */
export class DataFolderError extends Error {}

/**
 * Opens the database in the folder. Creates both when they are missing.
 *
 * @param data A folder, or `:memory:`.
 * @throws DataFolderError when another process uses it, or it is damaged, newer or not ours.
 */
export function openDatabase(data: string): DatabaseSync {
  const database = explained(data, () => {
    if (data === ':memory:') return new DatabaseSync(data);
    mkdirSync(data, { recursive: true, mode: 0o700 });
    refuseForeign(data);
    const file = join(data, 'data.sqlite');
    const opened = new DatabaseSync(file);
    // Secrets are among the environment variables. SQLite gives its other files the same rights.
    chmodSync(file, 0o600);
    return opened;
  });
  try {
    explained(data, () => prepare(database, data));
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** @throws DataFolderError before anything is changed in a folder that is not ours. */
function refuseForeign(data: string): void {
  const state = inspectDataFolder(data);
  if (state === 'damaged') throw new DataFolderError(damaged(data));
  if (state !== 'foreign') return;
  throw new DataFolderError(
    existsSync(join(data, 'data.sqlite'))
      ? `${data} holds a database of another program. Choose another data folder.`
      : `${data} holds files that are not a local deployment's data. Choose a new or empty data folder.`,
  );
}

/** Runs `work` and turns SQLite's errors into sentences that name the data folder. */
export function explained<T>(data: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DataFolderError(explain(data, error), { cause: error });
  }
}

function prepare(database: DatabaseSync, data: string): void {
  // The operating system releases the lock however the process ends. Commits survive the end of the
  // process; a power cut may lose the last ones, but damages none. The id is written to the file
  // before there is a log, so that a folder can be recognized by its bytes. Deleted data is
  // overwritten with zeros, as it may be personal or secret.
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA secure_delete = ON;
    BEGIN IMMEDIATE;
    COMMIT;
  `);
  const isNew = pragma(database, 'schema_version') === 0;
  if (isNew) database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_AFTER};
    PRAGMA cache_size = -${CACHE_KIB};
    BEGIN IMMEDIATE;
    COMMIT;
  `);
  if (isNew) {
    database.exec(`
      BEGIN;
      ${TABLES}
      PRAGMA user_version = ${FORMAT_VERSION};
      COMMIT;
    `);
    return;
  }
  const version = pragma(database, 'user_version');
  if (version > FORMAT_VERSION) {
    throw new DataFolderError(
      `${data} was written by a newer version (format ${version}; this one knows ` +
        `${FORMAT_VERSION}). Update, or choose another data folder.`,
    );
  }
  const check = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (check !== 'ok') throw new DataFolderError(damaged(data));
  if (version < FORMAT_VERSION) {
    database.exec(`BEGIN; ${FROM_FORMAT_1} PRAGMA user_version = ${FORMAT_VERSION}; COMMIT;`);
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** Primary result codes of https://www.sqlite.org/rescode.html */
function explain(data: string, error: unknown): string {
  if (error instanceof DataFolderError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return `${data} is not a folder. Choose another data folder.`;
  }
  if (syscall === 'mkdir' || syscall === 'chmod') return unwritable(data, message);
  switch (Number((error as { errcode?: number }).errcode) & 255) {
    case 5:
    case 6:
      return `${data} is in use by another process. Stop it, or choose another data folder.`;
    case 8:
    case 14:
      return unwritable(data, message);
    case 10:
      return `${data} cannot be read or written (${message}). Check the disk.`;
    case 11:
    case 26:
      return damaged(data);
    case 13:
      return `The disk of ${data} is full: nothing was written. Free some space and try again.`;
    default:
      return `${data}: ${message}`;
  }
}

function unwritable(data: string, reason: string): string {
  return `${data} cannot be written (${reason}). Check that the folder may be written.`;
}

function damaged(data: string): string {
  return `The database in ${data} is damaged. Restore a copy of the folder, or start with a new one.`;
}
