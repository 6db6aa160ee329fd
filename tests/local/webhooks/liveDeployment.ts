/** Our own functions on a deployment in memory, and the real client over its socket. */
import { ConvexClient } from 'convex/browser';
import { afterAll } from 'vitest';
import { startDeployment } from '../../../local/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { SECRET } from '../../fixtures/data/signing.ts';

/** One deployment for a test file, which stops when the file ends. */
export async function startLiveDeployment() {
  const local = await startDeployment({
    functions: new URL('../../../convex', import.meta.url).pathname,
    memory: true,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  const client = new ConvexClient(local.url, { unsavedChangesWarning: false, logger: false });
  afterAll(async () => {
    await client.close();
    await local.close();
  });
  return { local, deployment: overHttp(local), client };
}
