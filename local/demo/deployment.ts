/** The local deployment of the demo, and the access key that opens it to the panel. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { ConvexHttpClient } from 'convex/browser';
import type { FunctionReference } from 'convex/server';
import { api, internal } from '../../convex/_generated/api.js';
import { DATA_FOLDER } from './record.ts';
import { setEnvironment, spawnDeployment, type SpawnedDeployment } from './spawnDeployment.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Of the deployment; its HTTP actions have the next one. */
export const USUAL_PORT = 3210;

const OPTIONS = { logger: false, skipConvexDeploymentUrlCheck: true } as const;

/** The deployment of `npm start`: its usual ports unless they are taken, its data in DATA_FOLDER. */
export async function startDeployment(onLine: (line: string) => void): Promise<SpawnedDeployment> {
  return await spawnDeployment({
    onLine,
    functions: `${ROOT}/local/demo/functions`,
    data: DATA_FOLDER,
    port: await freePort(USUAL_PORT),
    sitePort: await freePort(USUAL_PORT + 1),
  });
}

/** The given access key if the deployment still accepts it, else a new one. */
export async function accessKeyFor(
  { url, adminKey }: Pick<SpawnedDeployment, 'url' | 'adminKey'>,
  kept: string | null,
): Promise<string> {
  const asOperator = new ConvexHttpClient(url, OPTIONS);
  const works = (accessKey: string) =>
    asOperator.query(api.webhookAudit.me, { accessKey }).then(
      () => true,
      () => false,
    );
  if (kept !== null && (await works(kept))) return kept;

  const issue = internal.webhookAdmin.issueAccessKey as unknown as FunctionReference<
    'action',
    'public',
    { name: string; role: 'redispatcher' },
    { accessKey: string }
  >;
  const issued = await asAdmin({ url, adminKey }).action(issue, {
    name: 'npm start',
    role: 'redispatcher',
  });
  return issued.accessKey;
}

/** Switches the demo app to this version, and marks the deploy. */
export async function deployVersion(
  deployment: Pick<SpawnedDeployment, 'url' | 'adminKey'>,
  name: string,
): Promise<void> {
  await setEnvironment(deployment, { DEMO_VERSION: name });
  await markDeploy(deployment, name);
}

/** Marks a deploy in the timeline. */
export async function markDeploy(
  deployment: Pick<SpawnedDeployment, 'url' | 'adminKey'>,
  name: string,
): Promise<void> {
  const mark = internal.webhookAdmin.markDeploy as unknown as FunctionReference<
    'mutation',
    'public',
    { name: string }
  >;
  await asAdmin(deployment).mutation(mark, { name });
}

/** A client that may call internal functions. */
function asAdmin({ url, adminKey }: Pick<SpawnedDeployment, 'url' | 'adminKey'>): ConvexHttpClient {
  const client = new ConvexHttpClient(url, OPTIONS) as ConvexHttpClient & {
    // The package's types leave it out.
    setAdminAuth: (adminKey: string) => void;
  };
  client.setAdminAuth(adminKey);
  return client;
}

/** The preferred port, or 0 (any free port) if another process uses it. */
export async function freePort(preferred: number): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(preferred, '127.0.0.1');
    await once(probe, 'listening');
    return preferred;
  } catch {
    return 0;
  } finally {
    probe.close();
  }
}
