/** A deployment for behaviours, in convex-test. */
import type { Deployment } from '../behaviours/deployment.ts';
import { deliver, post, startBackend, type Backend } from '../fixtures/backend.ts';

export function deploymentOf(backend: Backend): Deployment {
  return {
    deliver: async (event, signing) => await deliver(backend, event, signing),
    post: async (request) => await post(backend, request),
    query: backend.query as Deployment['query'],
    mutation: backend.mutation as Deployment['mutation'],
    action: backend.action as Deployment['action'],
  };
}

export async function startDeployment(): Promise<Deployment> {
  return deploymentOf(startBackend());
}
