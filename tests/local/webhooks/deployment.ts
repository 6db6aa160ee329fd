/** Local deployments for behaviours, reached over HTTP only. */
import { ConvexHttpClient } from 'convex/browser';
import { afterEach } from 'vitest';
import { startDeployment as startLocal } from '../../../local/deployment.ts';
import type { Deployment } from '../../behaviours/deployment.ts';
import type { Answer } from '../../fixtures/backend.ts';
import { SECRET, signedRequest } from '../../fixtures/signing.ts';

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

  const client = new ConvexHttpClient(local.url);
  // In the package, but not in its types: what `npx convex run` uses to call internal functions.
  (client as unknown as { setAdminAuth(key: string): void }).setAdminAuth(local.adminKey);

  const post = async (request: RequestInit): Promise<Answer> => {
    const response = await fetch(`${local.siteUrl}/clerk-users-webhook`, request);
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  };
  return {
    post,
    deliver: async (event, signing) => {
      const body = typeof event === 'string' ? event : JSON.stringify(event);
      return await post(signedRequest(body, signing));
    },
    query: client.query.bind(client) as Deployment['query'],
    mutation: client.mutation.bind(client) as Deployment['mutation'],
    action: client.action.bind(client) as Deployment['action'],
  };
}
