export * from '../../../../webhooks/audit.ts';
