import { ConvexHttpClient } from 'convex/browser';
import { ConvexError } from 'convex/values';
import { api } from '../../../convex/_generated/api.js';
import { CONTRACT } from '../../../webhooks/shared/operator.ts';
import { refusalMessage } from './refusal.ts';

export type DeploymentCheck =
  | { kind: 'ok' }
  /** `field`: the input with the problem. `message`: what is wrong and what to do. */
  | { kind: 'wrong'; field: 'url' | 'accessKey'; message: string };

const ANSWER_WITHIN_MS = 10_000;

/**
 * Checks a deployment before it is kept: whether it has the webhook functions and accepts this key.
 */
export async function checkDeployment(url: string, accessKey: string): Promise<DeploymentCheck> {
  const version = await fetchVersion(url);
  if (version === null) {
    return wrong('url', `Nothing answers at ${url}. Is the address right, and the server running?`);
  }
  if (leadsElsewhere(version)) {
    return wrong(
      'url',
      `${url} redirects to another address. Enter that one: the panel never sends a key through a redirect.`,
    );
  }
  // A server that allows only its own origin is not ok either.
  if (!version.ok || (version.headers.get('content-type') ?? '').includes('text/html')) {
    return wrong(
      'url',
      `A server answers at ${url}, but not as a Convex deployment does. A local deployment usually has port 3210.`,
    );
  }

  try {
    const client = new ConvexHttpClient(url, {
      logger: false,
      skipConvexDeploymentUrlCheck: true,
      // The access key must not follow a redirect to another server.
      fetch: (input, init) => fetch(input, { ...init, redirect: 'error' }),
    });
    const me = await client.query(api.webhookAudit.me, { accessKey });
    const mismatch = contractMismatch(me.contract);
    return mismatch === null ? { kind: 'ok' } : wrong('url', mismatch);
  } catch (error) {
    // The form itself says how to make a key.
    if (error instanceof ConvexError)
      return wrong('accessKey', refusalMessage(error).replace(/ Create one with .*/, ''));
    const text = error instanceof Error ? error.message : '';
    if (text.includes('Could not find')) {
      return wrong(
        'url',
        'This Convex deployment has no webhookAudit functions. Add convex/webhookAudit.ts to the app and deploy it, or choose another deployment.',
      );
    }
    return wrong('url', 'The deployment answered with an unexpected error. Its logs say which.');
  }
}

/**
 * Null when nothing answers. The response has no status or text if the server allows only its own
 * origin.
 */
async function fetchVersion(url: string): Promise<Response | null> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const ask = (how: RequestInit) =>
    fetch(new URL('/version', url), { cache: 'no-store', signal, ...how });
  return await ask({ redirect: 'manual' }).catch(() => ask({ mode: 'no-cors' }).catch(() => null));
}

/** When a browser does not follow a redirect, it shows nothing else of the response. */
function leadsElsewhere({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/**
 * Says which side to update when backend and panel use different contract versions; null when they
 * agree.
 */
export function contractMismatch(contract: number): string | null {
  if (contract === CONTRACT) return null;
  return contract > CONTRACT
    ? `This deployment uses API version ${contract}, the panel only ${CONTRACT}. Update the extension.`
    : `This deployment uses API version ${contract}, the panel ${CONTRACT}. Deploy the current backend.`;
}

function wrong(field: 'url' | 'accessKey', message: string): DeploymentCheck {
  return { kind: 'wrong', field, message };
}
