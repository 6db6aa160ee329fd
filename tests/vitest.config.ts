import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  test: {
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
          include: ['tests/convex/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'local', environment: 'node', include: ['tests/local/**/*.test.ts'] },
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
    ],
  },
});
