import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';
import { CHROME_KEY, writeChromeZips } from './build/chromeZips.ts';
import { ThirdPartyNotices } from './build/thirdPartyNotices.ts';
import { trackedFiles } from './build/trackedFiles.ts';

const ROOT = import.meta.dirname;
const notices = new ThirdPartyNotices(join(ROOT, 'node_modules/tailwindcss'));
const sources = trackedFiles(ROOT);

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  modules: ['@wxt-dev/module-react'],
  // Auto-imports defeat grep and the import rules of tests/architecture.test.ts.
  imports: false,
  webExt: { disabled: true },
  vite: () => ({
    plugins: [tailwindcss(), notices.plugin()],
    worker: { plugins: () => [notices.plugin()] },
    build: {
      // The browser reads an extension from disk, where one file costs less than many.
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
  }),
  hooks: {
    'build:done': ({ config: { outDir } }) => {
      copyFileSync(join(ROOT, 'LICENSE'), join(outDir, 'LICENSE'));
      writeFileSync(join(outDir, 'THIRD-PARTY-NOTICES.txt'), notices.text());
    },
    'zip:extension:done': async ({ config: { browser } }, path) => {
      if (browser === 'chrome') await writeChromeZips(path);
    },
  },
  manifest: ({ browser }) => ({
    name: 'Webhook DevTools for Convex',
    // The stores show at most 132 characters.
    description:
      'See live what each webhook changed in your Convex tables, and why not, and re-dispatch it.',
    ...(browser === 'chrome' && { key: CHROME_KEY }),
    // Convex clients need neither host permissions nor content scripts: WebSocket and CORS suffice.
    permissions: ['storage'],
    // Chrome's default, set for Firefox too, whose own default turns ws:// into wss://, which local
    // deployments do not serve.
    content_security_policy: { extension_pages: "script-src 'self'; object-src 'self';" },
    action: { default_title: 'Open Webhook DevTools in a tab' },
    // Firefox requires both in MV3. The panel sends what it reads only to the deployment.
    browser_specific_settings: {
      gecko: {
        id: 'webhook-devtools@for-convex',
        data_collection_permissions: { required: ['none'] },
      },
    },
  }),
  // Firefox's reviewers build the extension from its sources. Anything else in this folder, such as
  // data, exports and keys, stays here: only what git tracks is packed.
  zip: {
    zipSources: sources.length > 0 ? undefined : false,
    includeSources: sources,
    excludeSources: ['tests/**', 'local/**', 'docs/**', 'examples/**'],
  },
});
