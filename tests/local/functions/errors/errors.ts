/** Functions that throw in every possible way. */
import {
  actionGeneric as action,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v } from 'convex/values';

const inner = makeFunctionReference<'mutation'>('errors:named');
const throwing = makeFunctionReference<'mutation'>('errors:throwThing');

export const named = mutation({
  args: {},
  handler: () => {
    throw new Error('inner');
  },
});

export const anonymous = query(async () => {
  await Promise.resolve();
  throw new Error('without a name');
});

export const throughHelper = query({
  args: {},
  handler: () => helper(),
});

async function helper(): Promise<void> {
  await Promise.resolve();
  throw new RangeError('from the helper');
}

export const nested = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.runMutation(inner, {});
  },
});

export const nestedInAction = action({
  args: {},
  handler: async (ctx) => {
    await ctx.runMutation(inner, {});
  },
});

export const quoteMuch = query({
  args: { text: v.string() },
  handler: (_ctx, { text }) => {
    throw new Error(text);
  },
});

function thing(kind: string): unknown {
  switch (kind) {
    case 'object without a prototype':
      return Object.create(null);
    case 'error whose stack is a number':
      return Object.assign(new Error('odd stack'), { stack: 5 });
    case 'error whose stack throws':
      return Object.defineProperty(new Error('no stack'), 'stack', {
        get() {
          throw new Error('thrown by the getter');
        },
      });
    case 'error whose message is an object':
      return Object.assign(new Error(), { message: { text: 'odd message' } });
    case 'error whose message cannot be text':
      return Object.assign(new Error(), { message: Object.create(null) });
    case 'text':
      return 'only text';
    case 'nothing':
      return undefined;
    case 'symbol':
      return Symbol('odd');
    default:
      return {};
  }
}

export const throwThing = mutation({
  args: { kind: v.string() },
  handler: async (ctx, { kind }) => {
    await ctx.db.insert('things', { kind });
    throw thing(kind);
  },
});

/** Catches the error of a nested mutation, and keeps a write of its own. */
export const surviveThing = mutation({
  args: { kind: v.string() },
  handler: async (ctx, { kind }) => {
    await ctx.db.insert('things', { kind: 'outer' });
    return ctx.runMutation(throwing, { kind }).catch((error: Error) => error.message);
  },
});

export const things = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.query('things').collect()).map(({ kind }) => kind as string),
});
