export * from '../webhooks/admin.ts';
