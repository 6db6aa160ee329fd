export default {
  providers: [{ domain: 'https://example.clerk.accounts.dev', applicationID: 'convex' }],
};
