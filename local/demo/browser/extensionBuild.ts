import { execFile } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../../..');
const SOURCES = [
  'extension/**',
  'convex/_generated/**',
  'webhooks/shared/**',
  'wxt.config.ts',
  'package.json',
];

export const CHROME_BUILD = `${ROOT}/.output/chrome-mv3`;
export const FIREFOX_BUILD = `${ROOT}/.output/firefox-mv3`;

/** Builds the extension. @throws with the output of a failed build. */
export async function buildExtension(browser: 'chrome' | 'firefox'): Promise<void> {
  const wxt = `${ROOT}/node_modules/wxt/bin/wxt.mjs`;
  await promisify(execFile)(process.execPath, [wxt, 'build', '--browser', browser, '--mv3'], {
    cwd: ROOT,
    // A test runner's own NODE_ENV would make it a development build.
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

/** Builds the extension for Chrome, unless a build is newer than its sources. */
export async function buildExtensionIfStale(): Promise<void> {
  const built = statSync(`${CHROME_BUILD}/manifest.json`, { throwIfNoEntry: false });
  const newest = Math.max(
    ...globSync(SOURCES, { cwd: ROOT }).map((file) => statSync(`${ROOT}/${file}`).mtimeMs),
  );
  if (!built || built.mtimeMs < newest) await buildExtension('chrome');
}
