import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FIREFOX_BUILD } from '../../local/demo/extensionBuild.ts';

const manifest = JSON.parse(readFileSync(`${FIREFOX_BUILD}/manifest.json`, 'utf8'));

test('the Firefox build asks for storage and for nothing else', () => {
  expect(manifest).toMatchObject({
    manifest_version: 3,
    permissions: ['storage'],
    browser_specific_settings: { gecko: { data_collection_permissions: { required: ['none'] } } },
  });
  for (const key of ['host_permissions', 'optional_host_permissions', 'content_scripts']) {
    expect(manifest).not.toHaveProperty(key);
  }
});

test('every file that the Firefox build names is in it', () => {
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
