/** An app whose handler performs the steps in its events, or keeps a document for each thing. */
import { makeFunctionReference, type GenericMutationCtx } from 'convex/server';
import { defineWebhooks, type Webhooks } from '../../../../webhooks/record/defineWebhooks.ts';
import { perform, type Step } from '../../record/functions/steps.ts';
import schema from './schema.ts';

export const routes = [
  { path: '/clerk-users-webhook', secret: 'CLERK_WEBHOOK_SIGNING_SECRET' },
  // Another endpoint of the same Clerk application.
  { path: '/clerk-organizations', secret: 'CLERK_ORGANIZATIONS_SECRET' },
  { path: '/store', secret: 'STORE_SECRET', source: 'store' },
];

const upsert = makeFunctionReference<'mutation'>('things:upsert');
const receive = makeFunctionReference<'mutation'>('webhookAdmin:receive');
const remove = makeFunctionReference<'mutation'>('things:remove');

const INNER = '{"type":"organization.updated","timestamp":1,"data":{}}';

const webhooks: Webhooks = defineWebhooks(schema, {
  routes,
  handler: async (ctx, { type, data }) => {
    const { id: label, steps } = data as { id: string; steps?: Step[] };
    if (await isClosed(ctx)) throw new Error('The app is closed');
    if (steps !== undefined) return await perform(ctx, steps);
    const [object, verb] = type.split('.');
    switch (verb) {
      case 'nonsense':
        return Symbol('nonsense') as never;
      case 'itself':
        return void (await ctx.runMutation(receive, {
          svix_id: 'msg_inner',
          body: INNER,
          headers: [],
        }));
      case 'created':
      case 'updated':
        return void (await ctx.runMutation(upsert, { label, value: { object, name: data.name } }));
      case 'deleted':
        return void (await ctx.runMutation(remove, { label }));
      default:
        return 'ignored';
    }
  },
  ordered: { store: ['order'] },
  neverRecorded: ['secrets'],
});
export const { apply, settings } = webhooks;

/** While the app is closed, every event fails. */
async function isClosed(ctx: Pick<GenericMutationCtx<any>, 'db'>): Promise<boolean> {
  const closed = await ctx.db
    .query('others')
    .withIndex('by_label', (q: any) => q.eq('label', 'closed'))
    .first();
  return closed !== null;
}
