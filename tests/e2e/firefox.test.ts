/** The build for Firefox: its manifest and its files always, and in a Firefox wherever one can be had. */
import { existsSync, readFileSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIREFOX_BUILD } from '../../local/demo/extensionBuild.ts';
import { findFirefox } from '../fixtures/firefox.ts';
import { PanelDriver } from '../fixtures/panelDriver.ts';
import { Backend } from './backend.ts';
import { FirefoxPanel } from './firefoxDevtools.ts';
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

  test('has every file that it names', () => {
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

  if (executablePath) inFirefox(executablePath);
});

/** Firefox gives every installed extension an address of its own, unless told one. */
const HOST = '5d8f1c9a-3a54-4c6e-9f0e-0b7a4f6f2d11';

function inFirefox(path: string): void {
  let backend: Backend;
  let browser: Browser;

  beforeAll(async () => {
    backend = await Backend.start();
    browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: path,
      headless: true,
      // Else no page of an extension can be opened.
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: {
        'extensions.webextensions.uuids': JSON.stringify({
          [manifest.browser_specific_settings.gecko.id]: HOST,
        }),
      },
    });
    await browser.installExtension(FIREFOX_BUILD);
  });

  afterAll(async () => {
    await browser?.close();
    await backend?.stop();
  });

  test('connects by its form and shows a delivery as it comes', async () => {
    const page = await browser.newPage();
    // Firefox does not tell when a page of an extension has loaded.
    await page.goto(`moz-extension://${HOST}/panel.html`, { waitUntil: [] });
    const panel = new PanelDriver(page.mainFrame(), page);
    await panel.find('form', 'Connect');
    await (await panel.find('textbox', 'Deployment URL')).type(backend.url);
    await (await panel.find('textbox', 'Access key')).type(backend.accessKey);
    await panel.click('button', 'Connect');
    await expect.poll(() => panel.connection()).toContain('live');

    await backend.deliver('user.created', newMira());
    await expect
      .poll(() => panel.rows())
      .toEqual([expect.stringMatching(/user\.created \| Mira Holm \| .*applied/)]);
  });

  test('is a panel of DevTools, live, connected as before and in their theme', async () => {
    const page = await browser.newPage();
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
