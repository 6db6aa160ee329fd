/**
 * Installs the browsers in which the tests run, if they are missing and this is root on Debian or a
 * derivative. The tests cannot run without a Chromium; without a Firefox, only the files of its
 * build are checked.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, HOW_TO_GET_A_BROWSER } from '../local/demo/browser/chromium.ts';
import { findFirefox } from './fixtures/browser/firefox.ts';

const mayInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;

if ((await findChromium()) === null) {
  if (mayInstall) install('chromium', 'fonts-dejavu-core');
  else {
    process.stdout.write(`The tests need a browser, and none was found. ${HOW_TO_GET_A_BROWSER}\n`);
    process.exit(1);
  }
}

if (findFirefox() === null && mayInstall) {
  try {
    install('firefox-esr');
  } catch (error) {
    process.stdout.write(`No Firefox could be installed: ${(error as Error).message}\n`);
  }
}

/** @throws if a package cannot be installed. */
function install(...packages: string[]): void {
  process.stdout.write(`No ${packages[0]} was found: installing it with apt-get.\n`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
}
