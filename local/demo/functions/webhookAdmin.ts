export * from '../../../convex/webhookAdmin.ts';
