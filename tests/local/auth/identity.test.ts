import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TokenVerifier } from '../../../local/auth/identity.ts';
import type { AuthProvider } from '../../../local/engine/contract.ts';
import { startIssuer, type Issuer } from '../../fixtures/issuer.ts';

let issuer: Issuer;
let stranger: Issuer;

beforeAll(async () => {
  issuer = await startIssuer();
  stranger = await startIssuer();
});

afterAll(() => {
  issuer.close();
  stranger.close();
});

function oidc(domain = issuer.url): AuthProvider {
  return { domain, applicationID: 'convex' };
}

function custom(changes: Partial<Extract<AuthProvider, { type: 'customJwt' }>> = {}): AuthProvider {
  const jwks = `data:application/json;base64,${btoa(JSON.stringify(issuer.jwks))}`;
  return { type: 'customJwt', issuer: issuer.url, jwks, algorithm: 'RS256', ...changes };
}

async function verify(provider: AuthProvider, token: string) {
  return await new TokenVerifier(() => [provider]).verify(token);
}

test('claims become the identity, under the names that Convex gives them', async () => {
  const token = await issuer.token({
    email: 'ada@example.com',
    email_verified: true,
    given_name: 'Ada',
    picture: 'https://example.com/ada.png',
    org_role: 'org:admin',
  });
  const { identity, expiresAt } = await verify(oidc(), token);
  expect(identity).toEqual({
    tokenIdentifier: `${issuer.url}|user_ada`,
    issuer: issuer.url,
    subject: 'user_ada',
    email: 'ada@example.com',
    emailVerified: true,
    givenName: 'Ada',
    pictureUrl: 'https://example.com/ada.png',
    org_role: 'org:admin',
  });
  expect(expiresAt).toBeGreaterThan(Date.now());
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

test('the keys of an issuer are fetched once', async () => {
  const verifier = new TokenVerifier(() => [oidc()]);
  issuer.requests.length = 0;
  for (let times = 0; times < 3; times += 1) await verifier.verify(await issuer.token());
  expect(issuer.requests).toEqual(['/.well-known/openid-configuration', '/jwks']);
});

test('an issuer that was down is asked again', async () => {
  const providers: AuthProvider[] = [oidc('http://127.0.0.1:1')];
  const verifier = new TokenVerifier(() => providers);
  const token = await issuer.token({ iss: 'http://127.0.0.1:1' });
  await expect(verifier.verify(token)).rejects.toThrow(/discovery .* failed/);
  await expect(verifier.verify(token)).rejects.toThrow(/discovery .* failed/);
});

test.each<[string, () => AuthProvider, () => Promise<string>, RegExp]>([
  ['is no JWT', () => oidc(), async () => 'nonsense', /not a JWT/],
  ['has expired', () => oidc(), () => issuer.token({}, -60), /expired/],
  ['never expires', () => oidc(), () => issuer.token({ exp: undefined }), /"exp"/],
  [
    'is for another application',
    () => oidc(),
    () => issuer.token({ aud: 'other' }),
    /No auth provider found.*audience other/,
  ],
  [
    'comes from an issuer that is not configured',
    () => oidc('https://clerk.example.com'),
    () => issuer.token(),
    /No auth provider found.*https:\/\/clerk\.example\.com/,
  ],
  [
    'is signed by somebody else',
    () => oidc(),
    () => stranger.token({ iss: issuer.url }),
    /signature verification failed/,
  ],
  ['has no subject', () => oidc(), () => issuer.token({ sub: undefined }), /"sub"/],
  [
    'has an issuer that is no string',
    () => oidc(),
    () => issuer.token({ iss: 7 as unknown as string }),
    /"iss"/,
  ],
  [
    'has another algorithm than configured',
    () => custom({ algorithm: 'ES256' }),
    () => issuer.token(),
    /alg/,
  ],
  [
    'is signed with a shared secret',
    () => oidc(),
    () =>
      new SignJWT({ iss: issuer.url, sub: 'user_ada', aud: 'convex' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime('1h')
        .sign(Buffer.from('a secret of thirty-two bytes ....')),
    /alg/,
  ],
  [
    'belongs to an issuer with plain HTTP keys elsewhere',
    () => custom({ jwks: 'http://example.com/jwks' }),
    () => issuer.token(),
    /not an https/,
  ],
  [
    'belongs to an issuer with a broken data: URI',
    () => custom({ jwks: 'data:application/json,{' }),
    () => issuer.token(),
    /holds no key set/,
  ],
])('a token that %s is refused with the reason', async (_name, provider, token, reason) => {
  await expect(verify(provider(), await token())).rejects.toThrow(reason);
});
