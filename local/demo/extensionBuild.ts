import { execFile } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

export const EXTENSION_FOLDER = resolve('.output/chrome-mv3');

const SOURCES = ['extension/**', 'convex/{shared,_generated}/**', 'wxt.config.ts', 'package.json'];

/** Builds the extension for Chrome, if there is no build that is newer than its sources. */
export async function buildExtension(): Promise<void> {
  const built = statSync(`${EXTENSION_FOLDER}/manifest.json`, { throwIfNoEntry: false });
  const newest = Math.max(...globSync(SOURCES).map((file) => statSync(file).mtimeMs));
  if (built && built.mtimeMs > newest) return;
  await promisify(execFile)(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build']);
}
