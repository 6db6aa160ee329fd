import { internalMutationGeneric } from 'convex/server';
import { v } from 'convex/values';
import { recorded } from '../../../../webhooks/record/recorded.ts';
import { emptying } from '../../record/functions/emptying.ts';
import schema from './schema.ts';

export {
  doCustomized,
  doRecorded,
  doUnrecorded,
  dump,
  later,
  seed,
} from '../../record/functions/things.ts';

export const empty = emptying(schema);

const internalMutation = recorded(internalMutationGeneric);

/**
 * Creates or changes the document of a thing, as most apps do, without regard to the order of
 * events.
 */
export const upsert = internalMutation({
  args: { label: v.string(), value: v.any() },
  handler: async (ctx, { label, value }) => {
    const known = await ctx.db
      .query('things')
      .withIndex('by_label', (q: any) => q.eq('label', label))
      .unique();
    if (known === null) await ctx.db.insert('things', { label, value });
    else await ctx.db.patch('things', known._id, { value });
  },
});

export const remove = internalMutation({
  args: { label: v.string() },
  handler: async (ctx, { label }) => {
    const known = await ctx.db
      .query('things')
      .withIndex('by_label', (q: any) => q.eq('label', label))
      .unique();
    if (known !== null) await ctx.db.delete('things', known._id);
  },
});
