import { expect, test } from 'vitest';
import { requireConvex } from '../../../webhooks/record/requireConvex.ts';

test.each(['1.47.0', '1.48.1-alpha.0', '2.0.0'])('convex %s is new enough', (version) => {
  expect(() => requireConvex(version)).not.toThrow();
});

test.each(['1.46.9', '1.5.0', '0.19.1'])('convex %s stops the deploy', (version) => {
  expect(() => requireConvex(version)).toThrow(
    `Webhook DevTools needs convex 1.47 or newer, but this app has ${version}. ` +
      'Run `npm install convex@latest`.',
  );
});
