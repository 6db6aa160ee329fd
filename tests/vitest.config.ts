import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import ClosingLine from './closingLine.ts';
import { browserProject } from './fixtures/browser/browserProject.ts';
import { PATIENCE_MS } from './fixtures/patience.ts';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    reporters: ['default', new ClosingLine()],
    // Only guards against hanging for ever.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    projects: [
      {
        extends: true,
        test: { name: 'architecture', environment: 'node', include: ['tests/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'convex',
          environment: 'edge-runtime',
          include: ['tests/{convex,webhooks}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'local',
          environment: 'node',
          include: ['tests/local/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'extension',
          environment: 'node',
          include: ['tests/extension/**/*.test.ts'],
          exclude: ['**/*.browser.test.*'],
        },
      },
      {
        extends: true,
        test: {
          name: 'examples',
          environment: 'node',
          include: ['tests/examples/**/*.test.ts'],
          globalSetup: ['tests/examples/packedPackage.ts'],
        },
      },
      browserProject,
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/fixtures/browser/chromium.ts', 'tests/e2e/builtExtension.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});
