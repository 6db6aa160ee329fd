export * from 'webhook-devtools-for-convex/audit';
