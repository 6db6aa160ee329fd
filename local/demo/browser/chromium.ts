import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export const HOW_TO_GET_A_BROWSER =
  'Install Chromium or Chrome (on Debian and Ubuntu: apt-get install chromium), or set CHROME_PATH to one.';

/**
 * The Chrome or Chromium to use: CHROME_PATH, else one on PATH, else Chrome in its usual folder,
 * else null.
 *
 * @throws when CHROME_PATH names a file that is not there.
 */
export async function findChromium(): Promise<string | null> {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH is ${chosen}, but no such file exists.`);
    return chosen;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return onPath.find((path) => existsSync(path)) ?? (await installedChrome());
}

async function installedChrome(): Promise<string | null> {
  const path = await puppeteer.executablePath('chrome').catch(() => null);
  return path !== null && existsSync(path) ? path : null;
}
