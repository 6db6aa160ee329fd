import { defineWebhooks, type Webhooks } from 'webhook-devtools-for-convex';
import { internal } from './_generated/api';
import schema from './schema';

export const routes = [{ path: '/clerk-users-webhook', secret: 'CLERK_WEBHOOK_SECRET' }];

const webhooks: Webhooks = defineWebhooks(schema, {
  routes,
  handler: async (ctx, { type, data }) => {
    switch (type) {
      case 'user.created':
      case 'user.updated':
        return void (await ctx.runMutation(internal.users.upsertFromClerk, { data }));
      case 'user.deleted':
        return void (await ctx.runMutation(internal.users.deleteFromClerk, {
          externalId: data.id,
        }));
      case 'paymentAttempt.updated':
        return void (await ctx.runMutation(internal.payments.saveAttempt, { data }));
      default:
        return 'ignored';
    }
  },
  users: { table: 'users', index: 'byExternalId', field: 'externalId' },
});

export const { apply, settings } = webhooks;
