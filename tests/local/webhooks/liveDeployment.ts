/** Our functions as they are, in memory, and the real client over its socket. */
import { ConvexClient } from 'convex/browser';
import { afterAll } from 'vitest';
import { startDeployment } from '../../../local/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { SECRET } from '../../fixtures/signing.ts';

/** One for a test file, which ends with it. */
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
