import { defineWebhooks, type Webhooks } from '../webhooks/record/defineWebhooks.ts';
import { nameOf } from '../webhooks/shared/clerkEvent.ts';
import { userFieldsOf } from '../webhooks/shared/clerkUser.ts';
import type { WebhookHandler } from '../webhooks/record/handler.ts';
import { internal } from './_generated/api.js';
import type { DataModel } from './_generated/dataModel.js';
import schema from './schema.ts';

export const routes = [{ path: '/clerk-users-webhook', secret: 'CLERK_WEBHOOK_SIGNING_SECRET' }];

/** This app keeps one row in `users` for each of Clerk's users. */
export const handler: WebhookHandler<DataModel> = async (ctx, { type, occurred_at, data }) => {
  const clerk_id = nameOf(data.id);
  if (clerk_id === undefined) return 'ignored';
  const user = () => ({ clerk_id, fields: userFieldsOf(data), seen_at: occurred_at });
  switch (type) {
    case 'user.created':
      return void (await ctx.runMutation(internal.users.createUser, user()));
    case 'user.updated':
      return void (await ctx.runMutation(internal.users.updateUser, user()));
    case 'user.deleted':
      return void (await ctx.runMutation(internal.users.deleteUser, { clerk_id }));
    default:
      return 'ignored';
  }
};

const webhooks: Webhooks = defineWebhooks(schema, {
  routes,
  handler,
  users: {
    table: 'users',
    index: 'by_clerk_id',
    field: 'clerk_id',
    search: [
      { index: 'by_email_lower', field: 'email_lower' },
      { index: 'by_first_name', field: 'first_name' },
      { index: 'by_last_name', field: 'last_name' },
    ],
  },
  notPersonal: { users: ['clerk_created_at'] },
});

export const { apply, settings } = webhooks;
