import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIssuer, type Issuer } from '../../fixtures/deployments/issuer.ts';
import { customProvider, oidcProvider, verify } from './verify.ts';

let issuer: Issuer;

beforeAll(async () => {
  issuer = await startIssuer();
});

afterAll(() => issuer.close());

test('the claims of a token become the identity, under the names that Convex gives them', async () => {
  const token = await issuer.token({
    email: 'ada@example.com',
    email_verified: true,
    given_name: 'Ada',
    picture: 'https://example.com/ada.png',
    org_role: 'org:admin',
  });
  const { identity, expiresAt } = await verify(oidcProvider(issuer.url), token);
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

test('the identity of an OIDC token has the values that Convex gives, and no claims about the token', async () => {
  const token = await issuer.token({
    website: 'https://ada.example.com',
    address: { formatted: '1 Main St', country: 'UK' },
    updated_at: 1_700_000_000,
    public_metadata: { plan: 'pro' },
    azp: 'https://app.example.com',
    auth_time: 1_700_000_000,
    fva: [5, -1],
  });
  expect((await verify(oidcProvider(issuer.url), token)).identity).toEqual({
    tokenIdentifier: `${issuer.url}|user_ada`,
    issuer: issuer.url,
    subject: 'user_ada',
    websiteUrl: 'https://ada.example.com',
    address: '1 Main St',
    updatedAt: '2023-11-14T22:13:20+00:00',
    public_metadata: { plan: 'pro' },
  });
});

test('the claims of a custom JWT keep their names, and the fields of nested ones have dotted names', async () => {
  const token = await issuer.token({
    email_verified: true,
    properties: { id: '123', colors: ['red'], address: { city: 'London' } },
  });
  expect((await verify(customProvider(issuer), token)).identity).toEqual({
    tokenIdentifier: `${issuer.url}|user_ada`,
    issuer: issuer.url,
    subject: 'user_ada',
    email_verified: true,
    'properties.id': '123',
    'properties.colors': ['red'],
    'properties.address.city': 'London',
  });
});
