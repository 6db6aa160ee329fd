/** What the demo keeps beside the deployment's data, so that the next start goes on from there. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClerkUser } from './clerkUser.ts';

export const DATA_FOLDER = '.convex-local';

export type DemoRecord = {
  signingSecret: string;
  accessKey: string | null;
  /** The stand-in for Clerk's users; the first is the one signed in on the demo page. */
  users: ClerkUser[];
  /** Where `npm run send` finds the start that runs, and what it shows to be let in. */
  running: { url: string; token: string } | null;
};

const FILE = join(DATA_FOLDER, 'demo.json');

export function readRecord(): DemoRecord | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as DemoRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(
      `${FILE} cannot be read: ${(error as Error).message}. Remove it to begin anew.`,
    );
  }
}

/** Written whole or not at all, readable by its owner only: it holds the secret and the key. */
export function writeRecord(record: DemoRecord): void {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const unfinished = `${FILE}.new`;
  writeFileSync(unfinished, JSON.stringify(record), { mode: 0o600 });
  renameSync(unfinished, FILE);
}
