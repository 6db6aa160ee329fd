/**
 * A call that clerk-js made to Clerk's Frontend API. Only its path is kept, since the URL also
 * holds credentials (`__clerk_db_jwt`).
 */
export interface ClerkCall {
  /** `PATCH /v1/me`: the intended method and the path, without ids. */
  name: string;
  /** What the call may do to a user. */
  kind: 'update' | 'delete' | 'sign up' | 'other';
  /** Whether the answer is the client object, which says who is signed in. */
  ofClient: boolean;
}

/** The known words in the Frontend API's paths. Anything else may be an id and is not shown. */
const WORDS = new Set(
  `me client environment metadata profile_image change_password totp backup_codes passkeys
  email_addresses phone_numbers web3_wallets external_accounts organization_memberships
  prepare_verification attempt_verification attempt_first_factor prepare_first_factor
  sign_ups sign_ins sessions tokens touch remove active verify organizations`.split(/\s+/),
);
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
const MAX_URL_LENGTH = 16_384;
const MAX_SEGMENTS = 6;

/**
 * Reads a request of the page as a call to Clerk; null for any other. clerk-js puts its version into
 * the query of each call, whatever the host, and sends every method but GET as POST with `_method`
 * (packages/clerk-js/src/core/fapiClient.ts).
 */
export function clerkCallOf(request: { url: string; method: string }): ClerkCall | null {
  if (request.url.length > MAX_URL_LENGTH || !request.url.includes('_clerk_js_version='))
    return null;
  if (!URL.canParse(request.url)) return null;
  const { protocol, pathname, searchParams } = new URL(request.url);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  const method = (searchParams.get('_method') ?? request.method).toUpperCase();
  // An app may proxy Clerk under its own path.
  const from = pathname.lastIndexOf('/v1/');
  if (!searchParams.has('_clerk_js_version') || from === -1 || !METHODS.includes(method))
    return null;
  const segments = pathname
    .slice(from + 4)
    .split('/')
    .filter((segment) => segment !== '');
  const shown = segments.slice(0, MAX_SEGMENTS).map((word) => (WORDS.has(word) ? word : '…'));
  return {
    name: `${method} /v1/${shown.join('/')}`,
    kind: kindOf(method, segments),
    ofClient: segments.length === 1 && segments[0] === 'client',
  };
}

function kindOf(method: string, [first, second, ...rest]: string[]): ClerkCall['kind'] {
  if (method === 'GET') return 'other';
  if (first === 'me') return method === 'DELETE' && second === undefined ? 'delete' : 'update';
  return first === 'client' && second === 'sign_ups' && rest.length < 3 ? 'sign up' : 'other';
}
