/** Functions that handlers of the tests call: recorded ones and others. */
import {
  internalMutationGeneric,
  internalQueryGeneric,
  type GenericMutationCtx,
} from 'convex/server';
import { v } from 'convex/values';
import { customMutation } from 'convex-helpers/server/customFunctions';
import { recorded } from '../../../../webhooks/record/recorded.ts';
import { recording } from '../../../../webhooks/record/recording.ts';
import { costSoFar } from './cost.ts';
import { emptying } from './emptying.ts';
import schema from './schema.ts';
import { perform, type Step } from './steps.ts';

const internalMutation = recorded(internalMutationGeneric);
const args = { steps: v.string() };

async function handler(ctx: GenericMutationCtx<any>, { steps }: { steps: string }) {
  await perform(ctx, JSON.parse(steps) as Step[]);
  return null;
}

export const doRecorded = internalMutation({ args, handler });
export const doByFunction = internalMutation(handler);
export const doTwiceRecorded = recorded(internalMutation)({ args, handler });
export const doUnrecorded = internalMutationGeneric({ args, handler });
export const doCustomized = customMutation(internalMutationGeneric, recording)({ args, handler });
/** Writes, and returns a value that its validator refuses. */
export const doAndLie = internalMutation({
  args,
  returns: v.number(),
  handler: async (ctx, request) => (await handler(ctx, request)) as unknown as number,
});

export const later = internalMutationGeneric({
  args: { label: v.string() },
  handler: async () => null,
});

/** All stored documents and scheduled functions. */
export const dump = internalQueryGeneric({
  args: {},
  handler: async (ctx) => {
    const tables = ['webhookRuns', 'webhookEffects', 'things', 'others', 'secrets'];
    const documents = await Promise.all(tables.map((table) => ctx.db.query(table).collect()));
    const jobs = await ctx.db.system.query('_scheduled_functions').collect();
    return {
      ...Object.fromEntries(tables.map((table, i) => [table, documents[i]])),
      jobs: jobs.filter(({ state }) => state.kind === 'pending').length,
    };
  },
});

/** Performs steps outside of any webhook, and returns their cost. */
export const seed = internalMutationGeneric({
  args,
  handler: async (ctx, { steps }) => {
    await perform(ctx, JSON.parse(steps) as Step[]);
    return await costSoFar(ctx);
  },
});

export const empty = emptying(schema);
