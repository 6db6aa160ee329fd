import { makeFunctionReference } from 'convex/server';
import { defineWebhooks, type Webhooks } from '../../../../webhooks/record/defineWebhooks.ts';
import schema from './schema.ts';
import { perform, type Step } from './steps.ts';

const webhooks: Webhooks = defineWebhooks(schema, {
  routes: [{ path: '/webhook', secret: 'SECRET' }],
  handler: async (ctx, event) => {
    if (event.type === 'nonsense') return Symbol('nonsense') as never;
    if (event.type === 'itself') {
      const receive = makeFunctionReference<'mutation'>('webhookAdmin:receive');
      await ctx.runMutation(receive, { steps: '[]', rehearse: false });
    }
    await perform(ctx, event.data.steps as Step[]);
    if (event.type === 'ignored') return 'ignored';
  },
  neverRecorded: ['secrets'],
});
export const { apply, settings } = webhooks;
