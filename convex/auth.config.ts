import type { AuthConfig } from 'convex/server';

/**
 * Clerk's issuer, from the JWT template named "convex". While the variable is unset, Convex refuses
 * to deploy and says so; a local deployment runs without a provider.
 */
const domain = process.env.CLERK_JWT_ISSUER_DOMAIN;

export default {
  providers: domain ? [{ domain, applicationID: 'convex' }] : [],
} satisfies AuthConfig;
