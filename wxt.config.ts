import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  modules: ['@wxt-dev/module-react'],
  // Auto-imports defeat grep and the import rules of tests/architecture.test.ts.
  imports: false,
  webExt: { disabled: true },
  vite: () => ({ plugins: [tailwindcss()] }),
  manifest: {
    name: 'Webhook DevTools for Convex',
    description: 'See what each Clerk webhook did to your Convex users table, and re-dispatch it.',
    // Convex clients need neither host permissions nor content scripts: WebSocket and CORS suffice.
    permissions: ['storage'],
    // Chrome's default, said for Firefox too: its own turns ws:// into wss://, which local
    // deployments do not serve.
    content_security_policy: { extension_pages: "script-src 'self'; object-src 'self';" },
    action: { default_title: 'Open Webhook DevTools in a tab' },
    // Firefox wants both in MV3. Nothing that the panel reads goes anywhere but to the deployment.
    browser_specific_settings: {
      gecko: {
        id: 'webhook-devtools@for-convex',
        data_collection_permissions: { required: ['none'] },
      },
    },
  },
  zip: { excludeSources: ['tests/**', 'local/**', 'docs/**', '.convex-local/**'] },
});
