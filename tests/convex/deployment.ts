/** A deployment for behaviours, in convex-test. */
import type { Deployment } from '../behaviours/deployment.ts';
import { deliver, post, startBackend, type Backend } from '../fixtures/deployments/backend.ts';

export function deploymentOf(backend: Backend): Deployment {
  return {
    deliver: async (event, signing) => await deliver(backend, event, signing),
    fetch: async (path, request) => await backend.fetch(path, request),
    post: async (request) => await post(backend, request),
    query: backend.query as Deployment['query'],
    mutation: backend.mutation as Deployment['mutation'],
    action: backend.action as Deployment['action'],
  };
}

export async function startDeployment(): Promise<Deployment> {
  return deploymentOf(startBackend());
}
