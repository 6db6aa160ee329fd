import { defineWebhooks, type Webhooks } from 'webhook-devtools-for-convex';
import { internal } from './_generated/api';
import authConfig from './auth.config';
import schema from './schema';

export const routes = [{ path: '/clerk', secret: 'CLERK_WEBHOOK_SECRET' }];

const issuer = authConfig.providers[0].domain;
const tokenIdentifier = (clerkId: string) => `${issuer}|${clerkId}`;

const webhooks: Webhooks = defineWebhooks(schema, {
  routes,
  handler: async (ctx, { type, data }) => {
    switch (type) {
      case 'user.created':
        return void (await ctx.runMutation(internal.users.createUser, profileOf(data)));
      case 'user.updated':
        return void (await ctx.runMutation(internal.users.updateUser, profileOf(data)));
      case 'user.deleted':
        return void (await ctx.runMutation(internal.users.deleteUser, {
          tokenIdentifier: tokenIdentifier(data.id),
        }));
      case 'organizationMembership.created':
      case 'organizationMembership.updated':
        return void (await ctx.runMutation(internal.users.setOrg, {
          ...membershipOf(data),
          role: data.role === 'org:admin' ? 'admin' : 'member',
        }));
      case 'organizationMembership.deleted':
        return void (await ctx.runMutation(internal.users.removeOrg, membershipOf(data)));
      default:
        return 'ignored';
    }
  },
  users: {
    table: 'users',
    index: 'by_tokenIdentifier',
    field: 'tokenIdentifier',
    key: {
      value: tokenIdentifier,
      clerkId: (value) => String(value).split('|')[1] ?? null,
    },
  },
});

export const { apply, settings } = webhooks;

function profileOf(data: any) {
  const name = [data.first_name, data.last_name].filter(Boolean).join(' ');
  return {
    tokenIdentifier: tokenIdentifier(data.id),
    name: name || undefined,
    image: data.image_url ?? undefined,
  };
}

function membershipOf(data: any) {
  return {
    tokenIdentifier: tokenIdentifier(data.public_user_data.user_id),
    orgId: data.organization.id,
  };
}
