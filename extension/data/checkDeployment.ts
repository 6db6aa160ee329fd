import { ConvexHttpClient } from 'convex/browser';
import { ConvexError } from 'convex/values';
import { api } from '../../convex/_generated/api.js';
import { CONTRACT } from '../../convex/shared/operator.ts';
import { refusalMessage } from './refusal.ts';

export type DeploymentCheck =
  | { kind: 'ok' }
  /** `field`: which input to look at. `message`: what is wrong and what to do. */
  | { kind: 'wrong'; field: 'url' | 'accessKey'; message: string };

const ANSWER_WITHIN_MS = 10_000;

/** Tries a deployment before it is kept: does a Convex backend of ours answer, and to this key? */
export async function checkDeployment(url: string, accessKey: string): Promise<DeploymentCheck> {
  const version = await fetchVersion(url);
  if (version === null) {
    return wrong('url', `Nothing answers at ${url}. Is the address right, and the server running?`);
  }
  // One that answers no other origin than its own is not ok either.
  if (!version.ok || (version.headers.get('content-type') ?? '').includes('text/html')) {
    return wrong(
      'url',
      `A server answers at ${url}, but not as a Convex deployment does. Locally the deployment's port is usually 3210.`,
    );
  }

  try {
    const client = new ConvexHttpClient(url, {
      logger: false,
      skipConvexDeploymentUrlCheck: true,
    });
    const me = await client.query(api.operators.me, { accessKey });
    const mismatch = contractMismatch(me.contract);
    return mismatch === null ? { kind: 'ok' } : wrong('url', mismatch);
  } catch (error) {
    if (error instanceof ConvexError) return wrong('accessKey', refusalMessage(error));
    const text = error instanceof Error ? error.message : '';
    if (text.includes('Could not find')) {
      return wrong(
        'url',
        'This is a Convex deployment without the webhook functions. Deploy them with `npx convex deploy`, or choose another.',
      );
    }
    return wrong('url', 'The deployment answered with an error of its own. Its logs say which.');
  }
}

/** Null when nothing answers; without status or text from a server that lets others read neither. */
async function fetchVersion(url: string): Promise<Response | null> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const ask = (mode: RequestMode) =>
    fetch(new URL('/version', url), { cache: 'no-store', mode, signal });
  return await ask('cors').catch(() => ask('no-cors').catch(() => null));
}

/** Which side to update when the backend speaks another version than the panel; null when none. */
export function contractMismatch(contract: number): string | null {
  if (contract === CONTRACT) return null;
  return contract > CONTRACT
    ? `This deployment speaks contract version ${contract}, the panel only ${CONTRACT}. Update the extension.`
    : `This deployment speaks contract version ${contract}, the panel ${CONTRACT}. Deploy the current backend.`;
}

function wrong(field: 'url' | 'accessKey', message: string): DeploymentCheck {
  return { kind: 'wrong', field, message };
}
