/** All that an app imports from the package itself. */
export { addWebhookCrons } from './crons.ts';
export { defineWebhooks, type WebhookOptions, type Webhooks } from './record/defineWebhooks.ts';
export type { WebhookEvent, WebhookHandler } from './record/handler.ts';
export { recorded } from './record/recorded.ts';
export { recording } from './record/recording.ts';
export { addWebhookRoutes } from './routes.ts';
export { webhookTables } from './tables.ts';
export { syncUsers } from './users/syncUsers.ts';
