/** A deployment that serves somewhere, reached over HTTP only. */
import { ConvexHttpClient } from 'convex/browser';
import type { Answer } from '../fixtures/deployments/backend.ts';
import { signedRequest } from '../fixtures/data/signing.ts';
import type { Deployment } from './deployment.ts';

export function overHttp(at: { url: string; siteUrl: string; adminKey: string }): Deployment {
  const client = new ConvexHttpClient(at.url);
  // In the package, but not in its types: what `npx convex run` uses to call internal functions.
  (client as unknown as { setAdminAuth: (key: string) => void }).setAdminAuth(at.adminKey);

  const post = async (request: RequestInit): Promise<Answer> => {
    const response = await fetch(`${at.siteUrl}/clerk-users-webhook`, request);
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  };
  return {
    fetch: async (path, request) => await fetch(at.siteUrl + path, request),
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
