/**
 * The build for Firefox: its manifest and its files and, if a Firefox is installed, the panel in
 * it.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIREFOX_BUILD } from '../../local/demo/browser/extensionBuild.ts';
import { findFirefox } from '../fixtures/browser/firefox.ts';
import { PATIENCE_MS } from '../fixtures/patience.ts';
import { Backend } from './backend.ts';
import { connectFirefox, launchFirefox } from './firefoxBrowser.ts';
import { FirefoxPanel } from './firefoxDevtools.ts';
import { inspectedPageStory } from './firefoxPageStory.ts';
import { newIvo, newMira } from './people.ts';

const manifest = JSON.parse(readFileSync(`${FIREFOX_BUILD}/manifest.json`, 'utf8'));
const executablePath = findFirefox();
const checked = executablePath
  ? `checked as files, then run by ${executablePath}`
  : 'NOT RUN, since no Firefox can be had here: checked as files only';

describe(`the Firefox build, ${checked}`, () => {
  test('asks for storage and for nothing else', () => {
    expect(manifest).toMatchObject({
      manifest_version: 3,
      permissions: ['storage'],
      browser_specific_settings: { gecko: { data_collection_permissions: { required: ['none'] } } },
    });
    for (const key of ['host_permissions', 'optional_host_permissions', 'content_scripts']) {
      expect(manifest).not.toHaveProperty(key);
    }
  });

  test('may reach a local deployment, which has no TLS', () => {
    const { extension_pages } = manifest.content_security_policy;
    expect(extension_pages).toBe("script-src 'self'; object-src 'self';");
  });

  test('contains every file that its manifest names', () => {
    const pages = [manifest.devtools_page, 'panel.html'];
    const named = pages.flatMap((page) =>
      [...readFileSync(`${FIREFOX_BUILD}/${page}`, 'utf8').matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, path]) => path!,
      ),
    );
    const icons = Object.values<string>(manifest.icons ?? {});
    const files = [...pages, ...named, ...icons, ...manifest.background.scripts];
    expect(named.length).toBeGreaterThan(0);
    expect(files.filter((path) => !existsSync(`${FIREFOX_BUILD}/${path}`))).toEqual([]);
  });

  if (executablePath) {
    inFirefox(executablePath);
    describe('the inspected page', () => inspectedPageStory(executablePath));
  }
});

function inFirefox(path: string): void {
  let backend: Backend;
  let browser: Browser;

  beforeAll(async () => {
    backend = await Backend.start();
    browser = await launchFirefox(path);
  });

  afterAll(async () => {
    await browser?.close();
    await backend?.stop();
  });

  test('the panel connects by its form and shows a delivery live', async () => {
    const panel = await connectFirefox(browser, backend);
    await expect.poll(() => panel.connection()).toContain('live');

    await backend.deliver('user.created', newMira());
    await expect
      .poll(() => panel.rows())
      .toEqual([expect.stringMatching(/user\.created \| Mira Holm \| .*applied/)]);
  });

  test('the panel in DevTools is live, connected as before and in the theme of DevTools', async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${backend.url}/version`);
    await page.bringToFront();
    const panel = await FirefoxPanel.open(browser);
    const text = async () => (await panel.read('document.body.innerText')) ?? 'no panel yet';
    await expect.poll(text).toMatch(/live[^]*user\.created[^]*Mira Holm/);

    await backend.deliver('user.created', newIvo());
    await expect.poll(text).toMatch(/Ivo Junip[^]*Mira Holm/);

    for (const theme of ['dark', 'light'] as const) {
      await panel.setTheme(theme);
      await expect.poll(() => panel.read('document.documentElement.dataset.theme')).toBe(theme);
    }
  });
}
