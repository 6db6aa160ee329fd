/** A small language of database calls, so that random programs can be run in one mutation. */
import {
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
  type GenericDatabaseReader,
  type GenericDatabaseWriter,
  type GenericDataModel,
} from 'convex/server';
import { v, type Value } from 'convex/values';

export type Bound = { type: 'eq' | 'gt' | 'gte' | 'lt' | 'lte'; field: string; value?: Value };

export type Step =
  | { op: 'insert'; a?: Value; b?: Value; label: string }
  | { op: 'patch'; label: string; fields: { a?: Value; b?: Value }; unset: string[] }
  | { op: 'replace'; label: string; a?: Value; b?: Value }
  | { op: 'delete'; label: string }
  | { op: 'get'; label: string }
  | { op: 'range'; index: string; bounds: Bound[]; order: 'asc' | 'desc'; take: number }
  | { op: 'filter'; field: string; comparison: 'eq' | 'neq'; value?: Value }
  | { op: 'nested'; steps: Step[]; fails: boolean };

type Builder = Record<Bound['type'], (field: string, value: Value | undefined) => Builder>;

const runNested = makeFunctionReference<'mutation'>('things:run');

type Context = {
  db: GenericDatabaseWriter<GenericDataModel>;
  runMutation: (reference: typeof runNested, args: Record<string, Value>) => Promise<unknown>;
};

/** The documents that every step saw, by their labels: ids differ from backend to backend. */
export const run = mutation({
  args: { steps: v.any(), fails: v.boolean() },
  handler: async (ctx, args): Promise<Value> => {
    const seen: Value[] = [];
    for (const step of args.steps as Step[]) seen.push(await perform(ctx, step));
    if (args.fails) throw new Error('asked to fail');
    return seen;
  },
});

export const all = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query('things').collect()).map(visible),
});

export const page = query({
  args: {
    index: v.string(),
    bounds: v.any(),
    order: v.union(v.literal('asc'), v.literal('desc')),
    size: v.number(),
    cursor: v.union(v.string(), v.null()),
  },
  handler: async (ctx, { index, bounds, order, size, cursor }) => {
    const result = await ctx.db
      .query('things')
      .withIndex(index as never, within(bounds as Bound[]))
      .order(order)
      .paginate({ numItems: size, cursor });
    return { ...result, page: result.page.map(visible) };
  },
});

async function perform(ctx: Context, step: Step): Promise<Value> {
  const { db } = ctx;
  switch (step.op) {
    case 'insert': {
      const { op: _op, ...fields } = step;
      await db.insert('things', fields);
      return null;
    }
    case 'patch': {
      const found = await find(db, step.label);
      const unset = Object.fromEntries(step.unset.map((field) => [field, undefined]));
      if (found) await db.patch('things', found._id as never, { ...step.fields, ...unset });
      return found !== null;
    }
    case 'replace': {
      const found = await find(db, step.label);
      const { op: _op, ...fields } = step;
      if (found) await db.replace('things', found._id as never, fields);
      return found !== null;
    }
    case 'delete': {
      const found = await find(db, step.label);
      if (found) await db.delete('things', found._id as never);
      return found !== null;
    }
    case 'get': {
      const found = await find(db, step.label);
      const again = found && (await db.get('things', found._id as never));
      return again && visible(again);
    }
    case 'range':
      return (
        await db
          .query('things')
          .withIndex(step.index as never, within(step.bounds))
          .order(step.order)
          .take(step.take)
      ).map(visible);
    case 'filter':
      return (
        await db
          .query('things')
          .filter((q) => q[step.comparison](q.field(step.field), step.value as never))
          .collect()
      ).map(visible);
    case 'nested':
      try {
        const seen = await ctx.runMutation(runNested, { steps: step.steps, fails: step.fails });
        return seen as Value;
      } catch {
        return 'failed';
      }
  }
}

function within(bounds: Bound[]) {
  return (q: unknown) => {
    let builder = q as Builder;
    for (const { type, field, value } of bounds) builder = builder[type](field, value);
    return builder as never;
  };
}

function find(db: GenericDatabaseReader<GenericDataModel>, label: string) {
  return db
    .query('things')
    .filter((q) => q.eq(q.field('label'), label))
    .first();
}

function visible({ a, b, label }: { a?: Value; b?: Value; label?: Value }): Value {
  return { ...(a !== undefined && { a }), ...(b !== undefined && { b }), label: label! };
}

export const clear = mutation({
  args: {},
  handler: async (ctx) => {
    for (const { _id } of await ctx.db.query('things').collect()) {
      await ctx.db.delete('things', _id as never);
    }
  },
});
