import { Webhook } from 'svix';
import type { RejectionReason } from '../shared/rejection.ts';

/** What came in, as far as its signature is concerned. */
export interface SignedRequest {
  headers: Headers;
  body: string;
}

export type Verified =
  | { kind: 'verified'; svix_id: string }
  | { kind: 'refused'; reason: RejectionReason; diagnosis: string };

/** Svix: tolerance 5 min, before and after. */
const TOLERANCE_SECONDS = 300;

const VARIABLE = 'CLERK_WEBHOOK_SIGNING_SECRET';
/** Svix takes any base64 for a secret, and so a placeholder that anybody could guess: "changeme". */
const SECRET_PREFIX = 'whsec_';
const RESERIALISED_UP_TO = 64 * 1024;

/**
 * Verifies a delivery against the secrets, which are separated by spaces: during a rotation Svix
 * signs with each, and any of them is enough. A malformed one beside a good one stops nothing.
 * `now` is in milliseconds since 1970. Nothing that it returns holds a secret or a signature.
 */
export function verifySignature(
  { headers, body }: SignedRequest,
  secrets: string | undefined,
  now: number,
): Verified {
  const { webhooks, malformed } = readSecrets(secrets);
  if (webhooks.length === 0) return refused('misconfigured', misconfiguration(malformed));

  const prefix = usesStandardNames(headers) ? 'webhook' : 'svix';
  const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
    headers.get(`${prefix}-${name}`),
  );
  if (!id || !timestamp || !signature) {
    const missing = Object.entries({ id, timestamp, signature })
      .filter(([, value]) => !value)
      .map(([name]) => `${prefix}-${name}`);
    return refused('missing_header', `Missing: ${missing.join(', ')}. Svix sends all three.`);
  }
  const timeProblem = problemOfTime(timestamp, now);
  if (timeProblem !== undefined)
    return refused('bad_timestamp', `${prefix}-timestamp ${timeProblem}`);

  const signed = { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature };
  if (webhooks.some((webhook) => verifies(webhook, body, signed))) {
    return { kind: 'verified', svix_id: id };
  }
  return refused('bad_signature', problemOfSignature(signature, webhooks.length, malformed));
}

/**
 * Says whether the body would verify if re-serialised: then something between Svix and here parsed
 * and re-wrote it. Costs as much as verifying: call it at most once a second.
 */
export function diagnoseRewrittenBody(
  { headers, body }: SignedRequest,
  secrets: string | undefined,
  now: number,
): string | undefined {
  if (new TextEncoder().encode(body).length >= RESERIALISED_UP_TO) return undefined;
  let compact: string;
  try {
    compact = JSON.stringify(JSON.parse(body));
  } catch {
    return undefined;
  }
  if (compact === body) return undefined;
  return verifySignature({ headers, body: compact }, secrets, now).kind === 'verified'
    ? 'The body would verify if re-serialised: something between Svix and here parsed it and wrote it anew.'
    : undefined;
}

function readSecrets(secrets = ''): { webhooks: Webhook[]; malformed: number } {
  const all = secrets.split(/\s+/).filter(Boolean);
  const webhooks = all.flatMap((secret) => {
    if (!secret.startsWith(SECRET_PREFIX)) return [];
    try {
      return [new Webhook(secret)];
    } catch {
      return [];
    }
  });
  return { webhooks, malformed: all.length - webhooks.length };
}

function misconfiguration(malformed: number): string {
  return malformed === 0
    ? `${VARIABLE} is not set on this deployment: copy the signing secret of the endpoint from Clerk's dashboard.`
    : `${VARIABLE} holds no well-formed secret: it starts with ${SECRET_PREFIX} and goes on in base64.`;
}

/** White-labelled senders name the headers as Standard Webhooks does; Clerk does not. */
function usesStandardNames(headers: Headers): boolean {
  return headers.has('webhook-id') && !headers.has('svix-id');
}

function problemOfTime(timestamp: string, now: number): string | undefined {
  if (!/^\d{1,15}$/.test(timestamp)) return 'is not a number of seconds.';
  const skew = Number(timestamp) - Math.floor(now / 1000);
  if (Math.abs(skew) <= TOLERANCE_SECONDS) return undefined;
  const side = skew < 0 ? 'behind' : 'ahead of';
  return `is ${Math.abs(skew)} seconds ${side} this deployment's clock; Svix's tolerance is ${TOLERANCE_SECONDS}.`;
}

function problemOfSignature(signature: string, secrets: number, malformed: number): string {
  if (!signature.split(' ').some((part) => part.startsWith('v1,'))) {
    return 'The signature header holds no v1 signature.';
  }
  const tried = secrets === 1 ? 'the secret' : `any of the ${secrets} secrets`;
  const ignored =
    malformed === 0 ? '' : ` ${malformed} more in it is malformed and was passed over.`;
  return `No signature matches ${tried} in ${VARIABLE}: another endpoint's secret, or a changed body.${ignored}`;
}

function verifies(webhook: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function refused(reason: RejectionReason, diagnosis: string): Verified {
  return { kind: 'refused', reason, diagnosis };
}
