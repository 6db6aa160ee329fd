/** The SQLite file of a deployment: opened by one process at a time, with its format checked. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const formatVersion = 1;
// "cvxl": tells a data folder of this program from any other SQLite file.
const applicationId = 0x6376786c;

// Pages of 4 KiB. A checkpoint waits for the disk while everything else waits for it: with SQLite's
// own 1,000 pages every thirtieth commit was one, and more of them the larger the indexes were.
const checkpointAfter = 8000;

const tables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE environment (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE tables (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE indexes (
    id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, name TEXT NOT NULL, fields TEXT NOT NULL,
    UNIQUE (tbl, name)
  );
  CREATE TABLE docs (
    id TEXT PRIMARY KEY, tbl INTEGER NOT NULL, size INTEGER NOT NULL, json TEXT NOT NULL
  );
  CREATE TABLE idx (
    ix INTEGER NOT NULL, key BLOB NOT NULL, id TEXT NOT NULL, PRIMARY KEY (ix, key)
  ) WITHOUT ROWID;
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
 * Opens the database in the folder, creating both when they are missing.
 *
 * @param data A folder, or `:memory:`.
 * @throws DataFolderError when another process uses it, or it is damaged, newer or not ours.
 */
export function openDatabase(data: string): DatabaseSync {
  const database = explained(data, () => {
    if (data === ':memory:') return new DatabaseSync(data);
    mkdirSync(data, { recursive: true, mode: 0o700 });
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

/** Runs `work`, turning SQLite's errors into sentences that name the data folder. */
export function explained<T>(data: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new DataFolderError(explain(data, error), { cause: error });
  }
}

function prepare(database: DatabaseSync, data: string): void {
  // The lock is the operating system's: it goes when the process does, however it ends. Durable
  // against the end of the process; a power cut may lose the last commits, but tears none.
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = ${checkpointAfter};
    BEGIN IMMEDIATE;
    COMMIT;
  `);
  const version = pragma(database, 'user_version');
  if (version === 0 && pragma(database, 'schema_version') === 0) {
    database.exec(`
      BEGIN;
      ${tables}
      PRAGMA user_version = ${formatVersion};
      PRAGMA application_id = ${applicationId};
      COMMIT;
    `);
    return;
  }
  if (pragma(database, 'application_id') !== applicationId) {
    throw new DataFolderError(
      `${data} holds a database of another program. Choose another data folder.`,
    );
  }
  if (version > formatVersion) {
    throw new DataFolderError(
      `${data} was written by a newer version (format ${version}; this one knows ` +
        `${formatVersion}). Update, or choose another data folder.`,
    );
  }
  const check = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (check !== 'ok') throw new DataFolderError(damaged(data));
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
