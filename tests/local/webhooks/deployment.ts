/** Local deployments for behaviours. */
import { afterEach } from 'vitest';
import { startDeployment as startLocal } from '../../../local/deployment.ts';
import type { Deployment } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { SECRET } from '../../fixtures/signing.ts';

const FUNCTIONS = new URL('../../../convex', import.meta.url).pathname;

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((deployment) => deployment.close()));
});

/** An empty deployment in memory, of our functions or of another folder. Ends with its test. */
export async function startDeployment(functions = FUNCTIONS): Promise<Deployment> {
  const local = await startLocal({
    functions,
    memory: true,
    port: 0,
    sitePort: 0,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  running.push(local);
  return overHttp(local);
}
