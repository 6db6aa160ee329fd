/** The scripted app in convex-test. */
import { convexTest } from 'convex-test';
import { vi } from 'vitest';
import type { Deployment } from '../../behaviours/deployment.ts';
import { SECRETS } from '../../behaviours/scriptedApp.ts';
import { deploymentOf } from '../../convex/deployment.ts';
import { SECRET } from '../../fixtures/data/signing.ts';
import schema from './functions/schema.ts';

const modules = {
  ...import.meta.glob('./functions/*.ts'),
  // convex-test finds the functions' folder by this file.
  './functions/_generated/api.js': async () => ({}),
};

export function startBackend({ transactionLimits = false } = {}) {
  vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', SECRET);
  for (const [name, secret] of Object.entries(SECRETS)) vi.stubEnv(name, secret);
  return convexTest({ schema, modules, transactionLimits });
}

export async function startDeployment(): Promise<Deployment> {
  return deploymentOf(startBackend() as never);
}
