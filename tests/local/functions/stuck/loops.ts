/** Functions that compute for ever, each at a different moment of its run. */
import {
  actionGeneric as action,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';

function compute(): void {
  for (;;);
}

export const atOnce = query({ args: {}, handler: compute });

export const afterWriting = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('notes', { text: 'never committed' });
    compute();
  },
});

export const afterWaiting = action({
  args: {},
  handler: async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    compute();
  },
});

export const inARegularExpression = query({
  args: {},
  handler: () => /^(a+)+$/.test(`${'a'.repeat(99)}b`),
});

/** Takes long, but lets other functions run in between. */
export const inPieces = action({
  args: {},
  handler: async () => {
    const end = Date.now() + 5000;
    while (Date.now() < end) {
      const pause = Date.now() + 50;
      while (Date.now() < pause);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return 'done';
  },
});

export const note = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('notes', { text: 'kept' });
  },
});

export const notes = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query('notes').collect()).map(({ text }) => text as string),
});
