import { Webhook } from 'svix';
import type { RejectionReason } from '../shared/rejection.ts';
import type { SignatureHeaders } from './signatureHeaders.ts';
import type { SigningSecrets } from './signingSecrets.ts';

/** The secrets that deliveries may be signed with, and the environment variable that holds them. */
export interface Signer {
  variable: string;
  secrets: SigningSecrets;
}

export interface Unverified {
  reason: RejectionReason;
  /** Why, and what to do. Never holds a secret or the expected signature. */
  diagnosis: string;
}

/** Why nothing can be verified with these secrets; undefined when something can. */
export function misconfiguration({ variable, secrets }: Signer): Unverified | undefined {
  if (secrets.usable.length > 0) return undefined;
  const diagnosis =
    secrets.problems.length === 0
      ? `${variable} is not set on this deployment: copy the signing secret of the endpoint from Clerk's dashboard.`
      : `${variable} holds no well-formed secret: ${secrets.problems.join(' Also, ')}`;
  return { reason: 'misconfigured', diagnosis };
}

/** Says whether any of the secrets signed this body: during a rotation, Svix signs with each of them. */
export function isSigned(body: string, signed: SignatureHeaders, signer: Signer): boolean {
  const headers = {
    'svix-id': signed.id,
    'svix-timestamp': signed.timestamp,
    'svix-signature': signed.signature,
  };
  return signer.secrets.usable.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });
}

/** The header that a sender signs a body with. `at`: when, in milliseconds since 1970. */
export function signatureOf(
  body: string,
  { secret, svix_id, at }: { secret: string; svix_id: string; at: number },
): string {
  return new Webhook(secret).sign(svix_id, new Date(at), body);
}

/** Why no secret verifies a body, as far as the secrets show. */
export function unsigned({ variable, secrets }: Signer): Unverified {
  const { usable, problems } = secrets;
  const tried = usable.length === 1 ? 'the secret' : `any of the ${usable.length} secrets`;
  const others =
    problems.length === 0
      ? ''
      : ` It also holds a secret that verifies nothing: ${problems.join(' Also, ')}`;
  return {
    reason: 'bad_signature',
    diagnosis: `No signature matches ${tried} in ${variable}: another endpoint's secret, or a changed body.${others}`,
  };
}
