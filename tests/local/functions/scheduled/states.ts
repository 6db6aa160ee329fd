/** Functions that look at scheduled functions, cancel them, or schedule more. */
import {
  internalActionGeneric as internalAction,
  internalMutationGeneric as internalMutation,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v, type Value } from 'convex/values';

const mark = makeFunctionReference<'mutation'>('jobs:mark');
const markOwnStateReference = makeFunctionReference<'mutation'>('states:markOwnState');
const scheduleByMutation = makeFunctionReference<'mutation'>('states:scheduleMark');
const markBigReference = makeFunctionReference<'mutation'>('states:markBig');
const waitAndScheduleReference = makeFunctionReference<'action'>('states:waitAndSchedule');

/** Stores the state that the running job sees of itself. */
export const markOwnState = internalMutation({
  args: {},
  handler: async (ctx) => {
    const { scheduledFunctionId } = await ctx.meta.getRequestMetadata();
    const id = scheduledFunctionId as never;
    const job = await ctx.db.system.get('_scheduled_functions' as never, id);
    const { kind } = (job as unknown as { state: { kind: string } }).state;
    await ctx.db.insert('marks', { name: kind });
  },
});

export const scheduleOwnState = mutation({
  args: {},
  handler: (ctx) => ctx.scheduler.runAfter(0, markOwnStateReference, {}),
});

export const all = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.system.query('_scheduled_functions').collect()).map(
      ({ name, state }) => `${name as string} ${(state as { kind: string }).kind}`,
    ),
});

export const cancelAnything = mutation({
  args: { id: v.string() },
  handler: (ctx, { id }) => ctx.scheduler.cancel(id as never),
});

export const insertMark = mutation({
  args: { name: v.string() },
  handler: (ctx, { name }) => ctx.db.insert('marks', { name }),
});

export const markBig = internalMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.db.insert('marks', { name, value: 'x'.repeat(900_000) });
  },
});

export const scheduleBig = mutation({
  args: { name: v.string(), delay: v.number() },
  handler: (ctx, { name, delay }) => ctx.scheduler.runAfter(delay, markBigReference, { name }),
});

export const scheduleMark = internalMutation({
  args: { name: v.string() },
  handler: (ctx, { name }) => ctx.scheduler.runAfter(0, mark, { name }),
});

/** Waits for the mark `continue`, then schedules two functions. */
export const waitAndSchedule = internalAction({
  args: {},
  handler: async (ctx) => {
    const marks = makeFunctionReference<'query', Record<string, never>, string[]>('jobs:marks');
    while (!(await ctx.runQuery(marks, {})).includes('continue')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await ctx.scheduler.runAfter(0, mark, { name: 'child of the action' });
    await ctx.runMutation(scheduleByMutation, { name: 'child of its mutation' });
    await ctx.runMutation(mark, { name: 'done' });
  },
});

export const startWaiting = mutation({
  args: {},
  handler: (ctx) => ctx.scheduler.runAfter(0, waitAndScheduleReference, {}),
});

export const ignore = internalMutation({ args: { value: v.any() }, handler: () => undefined });

const ignoreReference = makeFunctionReference<'mutation'>('states:ignore');

export const scheduleEcho = mutation({
  args: { value: v.any() },
  handler: (ctx, { value }) =>
    ctx.scheduler.runAfter(0, ignoreReference, { value: value as Value }),
});

export const scheduleDeep = mutation({
  args: { levels: v.number() },
  handler: (ctx, { levels }) => {
    let value: Value = null;
    for (let level = 0; level < levels; level++) value = [value];
    return ctx.scheduler.runAfter(0, ignoreReference, { value });
  },
});
