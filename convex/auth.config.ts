import type { AuthConfig } from 'convex/server';

/**
 * Clerk's issuer, from the JWT template named "convex". Convex refuses to deploy while the variable
 * is unset, and says so; a local deployment without Clerk then knows no provider.
 */
const domain = process.env.CLERK_JWT_ISSUER_DOMAIN;

export default {
  providers: domain ? [{ domain, applicationID: 'convex' }] : [],
} satisfies AuthConfig;
