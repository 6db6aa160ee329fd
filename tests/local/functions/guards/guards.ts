/** Functions that try to do what queries and mutations must not do. */
import {
  actionGeneric as action,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v, type Value } from 'convex/values';

const insertReference = makeFunctionReference<'mutation'>('guards:insert');

export const fetchInQuery = query({ args: {}, handler: () => fetch('http://localhost') });

export const fetchByGlobalThis = query({
  args: {},
  handler: () => globalThis.fetch('http://localhost'),
});

export const wait = mutation({
  args: {},
  handler: () => new Promise<void>((resolve) => setTimeout(resolve, 1)),
});

export const repeat = query({
  args: {},
  handler: () => {
    setInterval(() => undefined, 1);
  },
});

export const waitInAction = action({
  args: {},
  handler: async () => {
    const start = Date.now();
    await new Promise<void>((resolve) => setTimeout(resolve, 20));
    return Date.now() - start;
  },
});

export const neverEnd = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('things', { value: 'never' });
    await new Promise(() => undefined);
  },
});

export const nestNeverEnding = mutation({
  args: {},
  handler: (ctx) => ctx.runMutation(makeFunctionReference<'mutation'>('guards:neverEnd'), {}),
});

/** @returns how deep it got. */
export const nest = query({
  args: { depth: v.number() },
  handler: (ctx, { depth }): Promise<number> | number =>
    depth === 0
      ? 0
      : ctx
          .runQuery(makeFunctionReference<'query'>('guards:nest'), { depth: depth - 1 })
          .then((inner: number) => inner + 1),
});

export const time = query({
  args: {},
  handler: async (ctx) => {
    const start = Date.now();
    for (let i = 0; i < 50_000; i++) await Promise.resolve();
    await ctx.db.query('things').collect();
    return {
      start,
      end: Date.now(),
      date: new Date().getTime(),
      isDate: new Date() instanceof Date,
    };
  },
});

export const nodeGlobals = query({
  args: {},
  handler: () => [
    typeof Buffer,
    typeof process.env,
    typeof setImmediate,
    typeof MessageChannel,
    typeof globalThis.WebSocket,
    process.env['PATH'] ?? null,
  ],
});

export const print = mutation({
  args: {},
  handler: () => {
    console.log('text', { a: 1 }, [2n]);
    console.error('bad');
  },
});

let late: Promise<unknown> = Promise.resolve();

/** Ends long before its promise writes, since compressing runs in other threads. */
export const writeLate = mutation({
  args: {},
  handler: (ctx) => {
    late = (async () => {
      for (let i = 0; i < 100; i++) {
        const compressed = new Blob(['a']).stream().pipeThrough(new CompressionStream('gzip'));
        await new Response(compressed).text();
      }
      await ctx.db.insert('things', { value: 'late' });
    })().catch((error: Error) => error.message);
  },
});

export const lateError = action({ args: {}, handler: () => late });

export const forgetToAwait = mutation({
  args: {},
  handler: (ctx) => {
    void ctx.db.insert('things', { value: 1 });
    void ctx.runMutation(insertReference, { value: 2 });
  },
});

export const rejectUnawaited = mutation({
  args: {},
  handler: async (ctx) => {
    void ctx.db.delete('things', 'no-id' as never);
    await ctx.db.insert('things', { value: 1 });
    await ctx.db.query('things').collect();
  },
});

export const insertInQuery = query({
  args: {},
  handler: (ctx) =>
    (
      ctx as unknown as { db: { insert: (table: string, value: unknown) => Promise<string> } }
    ).db.insert('things', {}),
});

export const store = action({
  args: {},
  handler: async (ctx) => {
    await ctx.storage.generateUploadUrl();
  },
});

export const search = query({
  args: {},
  handler: (ctx) =>
    ctx.db
      .query('things')
      .withSearchIndex('by_text' as never, (q) => q.search('text' as never, 'x'))
      .collect(),
});

export const list = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query('things').collect()).map(({ value }) => value as Value),
});

export const insert = mutation({
  args: { value: v.any() },
  handler: async (ctx, { value }) => {
    await ctx.db.insert('things', { value });
  },
});

export const printTimes = mutation({
  args: {},
  handler: () => {
    console.timeEnd('never started');
    console.time('label');
    console.time('label');
    console.timeLog('label', 'half', 1);
    console.timeEnd('label');
    console.timeLog('label');
    console.trace('here');
  },
});
