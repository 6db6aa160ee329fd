/** Which folders may hold a deployment's data: new and empty ones, and those that already do. */
import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** "cvxl", in the file's header: distinguishes our databases from other SQLite files. */
export const APPLICATION_ID = 0x6376786c;

/** The folder for bundled functions while a deployment runs. */
export const BUNDLE_FOLDER = 'bundled-functions';

const DATABASE = 'data.sqlite';

/** The last two are written by `npm start`. */
const OUR_FILES =
  /^(data\.sqlite(-wal|-shm|-journal)?|admin-key|bundled-functions|(demo\.json|access-key)(\.new)?)$/;

// https://www.sqlite.org/fileformat2.html#the_database_header
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_OFFSET = 68;

/**
 * - `ours`: its database is one of ours.
 * - `new`: it holds nothing, or only files that we made before a database had content.
 * - `foreign`: its database belongs to another program, or it holds other files and no database.
 * - `damaged`: its database is not an SQLite file.
 */
export type DataFolderState = 'ours' | 'new' | 'foreign' | 'damaged';

/** Reads an existing folder and changes nothing in it. */
export function inspectDataFolder(folder: string): DataFolderState {
  const header = headerOf(join(folder, DATABASE));
  if (header.length === 0) {
    return readdirSync(folder).every((name) => OUR_FILES.test(name)) ? 'new' : 'foreign';
  }
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return 'damaged';
  }
  return applicationIdOf(folder, header) === APPLICATION_ID ? 'ours' : 'foreign';
}

/** Empty for a file that is missing or empty. */
function headerOf(file: string): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0);
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return header.subarray(0, readSync(descriptor, header));
  } finally {
    closeSync(descriptor);
  }
}

function applicationIdOf(folder: string, header: Buffer): number {
  const inHeader = header.readUInt32BE(APPLICATION_ID_OFFSET);
  // Version 1 first wrote the id into the log, where it stayed if the process was killed.
  if (inHeader !== 0 || !existsSync(join(folder, `${DATABASE}-wal`))) return inHeader;
  const database = new DatabaseSync(join(folder, DATABASE), { readOnly: true });
  try {
    return Number(database.prepare('PRAGMA application_id').get()?.['application_id']);
  } finally {
    database.close();
  }
}
