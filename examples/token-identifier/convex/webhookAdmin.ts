export * from 'webhook-devtools-for-convex/admin';
