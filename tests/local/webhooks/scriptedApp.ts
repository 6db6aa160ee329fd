/**
 * The scripted app on a local deployment, which serves a test file and is emptied for each test.
 */
import { makeFunctionReference } from 'convex/server';
import { afterAll } from 'vitest';
import { startDeployment as startLocal } from '../../../local/deployment.ts';
import type { Deployment } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { SECRETS } from '../../behaviours/scriptedApp.ts';
import { SECRET } from '../../fixtures/data/signing.ts';
import { CONFLICTS } from './deployment.ts';

const functions = new URL('../../webhooks/scriptedApp/functions', import.meta.url).pathname;
const empty = makeFunctionReference<'mutation', Record<string, never>, boolean>('things:empty');

let shared: ReturnType<typeof startLocal> | undefined;
afterAll(async () => await (await shared)?.close());

/** An empty deployment, in which some commits meet a conflict and their mutations run again. */
export async function startDeployment(): Promise<Deployment> {
  shared ??= startLocal({
    functions,
    memory: true,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, ...SECRETS },
    conflicts: CONFLICTS,
  });
  const deployment = overHttp(await shared);
  while (!(await deployment.mutation(empty, {})));
  return deployment;
}
