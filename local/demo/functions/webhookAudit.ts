export * from '../../../convex/webhookAudit.ts';
