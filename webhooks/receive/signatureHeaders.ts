import type { RejectionReason } from '../shared/rejection.ts';

/** The three headers of a signature. */
export interface SignatureHeaders {
  id: string;
  timestamp: string;
  signature: string;
}

export type ReadSignatureHeaders =
  | { kind: 'signed'; signed: SignatureHeaders }
  | { kind: 'rejected'; reason: RejectionReason; diagnosis: string };

/** Svix: tolerance 5 min, before and after. */
const TOLERANCE_SECONDS = 300;
const MAX_ID_LENGTH = 256;

/**
 * Reads the headers that sign a delivery, and checks all that needs neither secret nor body. `now` is
 * in milliseconds since 1970.
 */
export function readSignatureHeaders(headers: Headers, now: number): ReadSignatureHeaders {
  const prefix = usesStandardNames(headers) ? 'webhook' : 'svix';
  const [id = '', timestamp = '', signature = ''] = ['id', 'timestamp', 'signature'].map(
    (name) => headers.get(`${prefix}-${name}`) ?? '',
  );
  const named = Object.entries({ id, timestamp, signature });
  const namesOf = (isOne: (header: [string, string]) => boolean) =>
    named.filter(isOne).map(([name]) => `${prefix}-${name}`);

  const missing = namesOf(([, value]) => value === '');
  if (missing.length > 0) {
    return rejected('missing_header', `Missing: ${missing.join(', ')}. Svix sends all three.`);
  }
  const doubled = namesOf(isDoubled);
  if (doubled.length > 0) {
    return rejected(
      'doubled_header',
      `Sent more than once: ${doubled.join(', ')}. Svix sends each once: something between Svix and here adds them again.`,
    );
  }
  if (id.length > MAX_ID_LENGTH) {
    return rejected('malformed_header', `${prefix}-id is longer than ${MAX_ID_LENGTH} characters.`);
  }
  const problem = problemOfTime(timestamp, now);
  if (problem !== undefined) return rejected('bad_timestamp', `${prefix}-timestamp ${problem}`);
  if (!signature.split(' ').some((part) => part.startsWith('v1,'))) {
    return rejected('bad_signature', `${prefix}-signature holds no v1 signature.`);
  }
  return { kind: 'signed', signed: { id, timestamp, signature } };
}

/** White-labelled senders name the headers as Standard Webhooks does; Clerk does not. */
function usesStandardNames(headers: Headers): boolean {
  if (headers.has('svix-id')) return false;
  const names = [...headers.keys()];
  const has = (prefix: string) => names.some((name) => name.startsWith(prefix));
  return headers.has('webhook-id') || (has('webhook-') && !has('svix-'));
}

/** HTTP joins repeated headers by commas; several signatures in one header are separated by spaces. */
function isDoubled([name, value]: [string, string]): boolean {
  return name === 'signature' ? /,\s*v\d+a?,/.test(value) : value.includes(',');
}

function problemOfTime(timestamp: string, now: number): string | undefined {
  if (!/^\d{1,19}$/.test(timestamp)) return 'is not a number of seconds.';
  const seconds = Number(timestamp);
  if (seconds >= 1e11) {
    return seconds < 1e14
      ? 'is in milliseconds; Svix sends seconds.'
      : 'is in microseconds or smaller; Svix sends seconds.';
  }
  const skew = seconds - Math.floor(now / 1000);
  if (Math.abs(skew) <= TOLERANCE_SECONDS) return undefined;
  const side = skew < 0 ? 'behind' : 'ahead of';
  return `is ${Math.abs(skew)} seconds ${side} this deployment's clock; Svix's tolerance is ${TOLERANCE_SECONDS}.`;
}

function rejected(reason: RejectionReason, diagnosis: string): ReadSignatureHeaders {
  return { kind: 'rejected', reason, diagnosis };
}
