/**
 * The folder that holds bundled functions while a deployment runs. Deletes only what this code
 * created.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolderError } from '../engine/storage/database.ts';
import { BUNDLE_FOLDER } from '../engine/storage/dataFolder.ts';

/** The prefix of a folder of bundled code, which identifies such code in a stack. */
export const BUNDLE_PREFIX = 'bundle-';

/** `mkdtemp` appends six letters or digits. */
const BUNDLE_NAME = /^bundle-[A-Za-z0-9]{6}$/;

/**
 * Opens the folder for bundled code, and removes the bundles that a killed process left there.
 *
 * @param data The data folder, which this process has locked. Null keeps the bundles in a new folder
 * among the system's temporary files.
 * @throws DataFolderError when the data folder holds something else under that name.
 */
export function openWorkspace(data: string | null): string {
  if (data === null) return mkdtempSync(join(tmpdir(), 'convex-local-'));
  const workspace = join(data, BUNDLE_FOLDER);
  const existing = lstatSync(workspace, { throwIfNoEntry: false });
  if (!existing) mkdirSync(workspace);
  // Removing through a link would delete files elsewhere.
  else if (!existing.isDirectory()) throw new DataFolderError(notOurs(workspace));
  const foreign = readdirSync(workspace).find((name) => !BUNDLE_NAME.test(name));
  if (foreign !== undefined) throw new DataFolderError(notOurs(join(workspace, foreign)));
  removeBundles(workspace);
  return workspace;
}

/** A new folder for one bundle. */
export function newBundleFolder(workspace: string): string {
  return realpathSync(mkdtempSync(join(workspace, BUNDLE_PREFIX)));
}

/** Removes the bundles, and the folder unless somebody put a file there or removed it. */
export function closeWorkspace(workspace: string): void {
  if (!existsSync(workspace)) return;
  removeBundles(workspace);
  if (readdirSync(workspace).length === 0) rmdirSync(workspace);
}

function removeBundles(workspace: string): void {
  for (const name of readdirSync(workspace)) {
    if (BUNDLE_NAME.test(name)) rmSync(join(workspace, name), { recursive: true, force: true });
  }
}

function notOurs(path: string): string {
  return `${path} was not made by the local deployment. Move it away, or choose another data folder.`;
}
