/** Verifies tokens of an issuer, as a deployment would that is configured with it. */
import { TokenVerifier } from '../../../local/auth/identity.ts';
import type { AuthProvider } from '../../../local/engine/contract/contract.ts';
import type { Issuer } from '../../fixtures/deployments/issuer.ts';

export type CustomJwt = Extract<AuthProvider, { type: 'customJwt' }>;

export function oidcProvider(domain: string): AuthProvider {
  return { domain, applicationID: 'convex' };
}

export function customProvider({ url, jwks: keys }: Issuer, changes: Partial<CustomJwt> = {}) {
  const jwks = `data:application/json;base64,${btoa(JSON.stringify(keys))}`;
  return { type: 'customJwt', issuer: url, jwks, algorithm: 'RS256', ...changes } as CustomJwt;
}

export async function verify(provider: AuthProvider, token: string) {
  return await new TokenVerifier(() => [provider]).verify(token);
}
