import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { TokenVerifier } from '../../../local/auth/identity.ts';
import type { AuthProvider } from '../../../local/engine/contract/contract.ts';
import { startIssuer, type Issuer } from '../../fixtures/deployments/issuer.ts';
import { customProvider, oidcProvider, verify, type CustomJwt } from './verify.ts';

let issuer: Issuer;
let stranger: Issuer;

const oidc = (domain = issuer.url) => oidcProvider(domain);
const custom = (changes: Partial<CustomJwt> = {}) => customProvider(issuer, changes);

beforeAll(async () => {
  issuer = await startIssuer();
  stranger = await startIssuer();
});

afterAll(() => {
  issuer.close();
  stranger.close();
});

test.each([
  ['an OIDC issuer', () => oidc()],
  ['an OIDC issuer written with a trailing slash', () => oidc(`${issuer.url}/`)],
  ['a custom issuer with a data: URI', () => custom()],
  ['a custom issuer with a URL', () => custom({ jwks: `${issuer.url}/jwks` })],
  ['a custom issuer with an audience', () => custom({ applicationID: 'convex' })],
])('a token of %s is accepted', async (_name, provider) => {
  const { identity } = await verify(provider(), await issuer.token());
  expect(identity.subject).toBe('user_ada');
});

test.each([
  ['EdDSA', true],
  ['ES256', false],
])('an OIDC token signed with %s is accepted: %s', async (algorithm, isAccepted) => {
  const other = await startIssuer(algorithm);
  onTestFinished(() => other.close());
  const verified = verify(oidc(other.url), await other.token());
  if (isAccepted) expect((await verified).identity.subject).toBe('user_ada');
  else await expect(verified).rejects.toMatchObject({ code: 'Unauthenticated' });
});

test('an OIDC token that names no key, such as that of Convex Auth, is accepted', async () => {
  const token = await issuer.token({}, 3600, {});
  expect((await verify(oidc(), token)).identity.subject).toBe('user_ada');
});

test('the keys of an issuer are fetched once', async () => {
  const verifier = new TokenVerifier(() => [oidc()]);
  issuer.requests.length = 0;
  for (let times = 0; times < 3; times += 1) await verifier.verify(await issuer.token());
  expect(issuer.requests).toEqual(['/.well-known/openid-configuration', '/jwks']);
});

test('an issuer may replace its keys: only the first token with a new key is refused', async () => {
  const [old, next] = [await startIssuer(), await startIssuer()];
  onTestFinished(() => [old, next].forEach((each) => each.close()));
  const verifier = new TokenVerifier(() => [oidc(old.url)]);
  await verifier.verify(await old.token());
  old.jwks.keys = next.jwks.keys;
  const token = await next.token({ iss: old.url });
  await expect(verifier.verify(token)).rejects.toThrow('signature verification failed');
  expect((await verifier.verify(token)).identity.subject).toBe('user_ada');
});

test('the keys of an issuer that was down are fetched again', async () => {
  const providers: AuthProvider[] = [oidc('http://127.0.0.1:1')];
  const verifier = new TokenVerifier(() => providers);
  const token = await issuer.token({ iss: 'http://127.0.0.1:1' });
  await expect(verifier.verify(token)).rejects.toThrow(/discovery .* failed/);
  await expect(verifier.verify(token)).rejects.toThrow(/discovery .* failed/);
});

test.each<[string, () => AuthProvider, () => Promise<string>, string, RegExp]>([
  ['is no JWT', () => oidc(), async () => 'nonsense', 'InvalidAuthHeader', /three base64-encoded/],
  ['has expired', () => oidc(), () => issuer.token({}, -60), 'Unauthenticated', /expired 60 sec/],
  [
    'has expired, of a custom issuer',
    () => custom(),
    () => issuer.token({}, -60),
    'InvalidAuthHeader',
    /^Could not validate token: Token expired \d+ seconds ago$/,
  ],
  [
    'never expires',
    () => oidc(),
    () => issuer.token({ exp: undefined }),
    'Unauthenticated',
    /"exp"/,
  ],
  [
    'does not say when it was issued',
    () => oidc(),
    () => issuer.token({ iat: undefined }),
    'Unauthenticated',
    /"iat"/,
  ],
  [
    'is for two applications',
    () => oidc(),
    () => issuer.token({ aud: ['convex', 'other'] }),
    'Unauthenticated',
    /more than one audience/,
  ],
  [
    'was issued ten seconds from now',
    () => custom(),
    () => issuer.token({ iat: Math.floor(Date.now() / 1000) + 10 }),
    'InvalidAuthHeader',
    /^Could not validate token: Token will be valid in \d+ seconds$/,
  ],
  [
    'names no key',
    () => custom(),
    () => issuer.token({}, 3600, {}),
    'InvalidAuthHeader',
    /missing a 'kid'/,
  ],
  [
    'names an unknown key',
    () => custom(),
    () => issuer.token({}, 3600, { kid: 'key-2' }),
    'InvalidAuthHeader',
    /Could not decode token.*'key-2'/,
  ],
  [
    'is for another application',
    () => oidc(),
    () => issuer.token({ aud: 'other' }),
    'NoAuthProvider',
    /^No auth provider found matching the given token.*"other".*configured providers: \[OIDC\(domain=http/,
  ],
  [
    'comes from an issuer that is not configured',
    () => custom({ issuer: 'https://clerk.example.com' }),
    () => issuer.token(),
    'NoAuthProvider',
    /CustomJWT\(issuer=https:\/\/clerk\.example\.com, app_id=none\)/,
  ],
  [
    'is signed by somebody else',
    () => oidc(),
    () => stranger.token({ iss: issuer.url }),
    'Unauthenticated',
    /^Could not verify OIDC token claim.*signature verification failed/,
  ],
  [
    'has no subject',
    () => oidc(),
    () => issuer.token({ sub: undefined }),
    'InvalidAuthHeader',
    /sub/,
  ],
  [
    'has an issuer that is not a string',
    () => oidc(),
    () => issuer.token({ iss: 7 as unknown as string }),
    'InvalidAuthHeader',
    /Missing issuer claim \('iss'\)/,
  ],
  [
    'has another algorithm than configured',
    () => custom({ algorithm: 'ES256' }),
    () => issuer.token(),
    'InvalidAuthHeader',
    /alg/,
  ],
  [
    'is signed with a shared secret',
    () => oidc(),
    () =>
      new SignJWT({ iss: issuer.url, sub: 'user_ada', aud: 'convex' })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .setExpirationTime('1h')
        .sign(Buffer.from('a secret of thirty-two bytes ....')),
    'Unauthenticated',
    /alg/,
  ],
  [
    'belongs to an issuer that cannot be reached',
    () => oidc('http://127.0.0.1:1'),
    () => issuer.token({ iss: 'http://127.0.0.1:1' }),
    'AuthProviderDiscoveryFailed',
    /discovery of http:\/\/127\.0\.0\.1:1 failed/,
  ],
  [
    'belongs to an issuer with plain HTTP keys elsewhere',
    () => custom({ jwks: 'http://example.com/jwks' }),
    () => issuer.token(),
    'InvalidAuthConfig',
    /not an https/,
  ],
  [
    'belongs to an issuer with a broken data: URI',
    () => custom({ jwks: 'data:application/json,{' }),
    () => issuer.token(),
    'InvalidAuthHeader',
    /Invalid JWKS response body.*not valid JSON/,
  ],
  [
    'is longer than a header may be',
    () => oidc(),
    () => issuer.token({ name: 'x'.repeat(16_384) }),
    'InvalidAuthHeader',
    /longer than 16384 characters/,
  ],
])(
  'a token that %s is refused with a code and a reason',
  async (_name, provider, token, code, reason) => {
    const refused = verify(provider(), await token());
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(reason) });
  },
);

test('a token issued three seconds from now is accepted', async () => {
  const iat = Math.floor(Date.now() / 1000) + 3;
  expect((await verify(custom(), await issuer.token({ iat }))).identity.subject).toBe('user_ada');
});

test('a custom JWT that is valid from three seconds from now is accepted', async () => {
  const nbf = Math.floor(Date.now() / 1000) + 3;
  expect((await verify(custom(), await issuer.token({ nbf }))).identity.subject).toBe('user_ada');
});

test('an error quotes only the beginning of an issuer', async () => {
  const token = await issuer.token({ iss: `https://${'/'.repeat(8_000)}` });
  const error: Error = await verify(oidc(), token).catch((refused) => refused);
  expect(error.message.length).toBeLessThan(1_000);
});
