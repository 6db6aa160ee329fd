/** The demo's own files beside the deployment's data, with which the next start continues. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClerkUser } from './traffic/clerkUser.ts';

export const DATA_FOLDER = '.convex-local';

export interface DemoRecord {
  signingSecret: string;
  accessKey: string | null;
  /** Users of the stand-in for Clerk. The first is signed in on the demo page at its start. */
  users: ClerkUser[];
  /** The URL and the token with which `npm run send` reaches the running demo. */
  running: { url: string; token: string } | null;
}

const FILE = join(DATA_FOLDER, 'demo.json');

/** Contains only `wdk_…@host`, for people to paste into the form. */
export const ACCESS_KEY_FILE = join(DATA_FOLDER, 'access-key');

export function readRecord(): DemoRecord | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as DemoRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(
      `${FILE} cannot be read: ${(error as Error).message}. Remove it to start from the beginning.`,
    );
  }
}

/** Writes the record, and the file with the connect string of the deployment at this URL. */
export function writeRecord(record: DemoRecord, url: string): void {
  mkdirSync(DATA_FOLDER, { recursive: true });
  writePrivately(FILE, JSON.stringify(record));
  if (record.accessKey === null) return;
  writePrivately(ACCESS_KEY_FILE, `${record.accessKey}@${new URL(url).host}\n`);
}

/** Writes the file whole or not at all, readable by its owner only. */
function writePrivately(file: string, text: string): void {
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, file);
}
