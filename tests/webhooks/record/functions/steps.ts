/** The steps of a handler, as data. */
import { makeFunctionReference, type GenericMutationCtx } from 'convex/server';
import { ConvexError } from 'convex/values';

export type Table = 'things' | 'others' | 'secrets';
type On = { table: Table; label: string };
/** How a write names its document: by its id, by its table and id, or through `db.table`. */
export type Form = 'id' | 'table and id' | 'table object';
type Change = On & { form?: Form };

export type Step =
  | ({ do: 'insert'; fields?: Record<string, unknown>; times?: number } & Change)
  /** Inserts one object so often at a time, and changes its `n` after each call. */
  | ({ do: 'insertReused'; times: number } & Change)
  | ({ do: 'patch'; fields: Record<string, unknown> } & Change)
  | ({ do: 'unset'; field: string } & Change)
  | ({ do: 'replace'; fields: Record<string, unknown> } & Change)
  | ({ do: 'delete' } & Change)
  /** Reads a document and increases its `n` by one. */
  | ({ do: 'increase' } & Change)
  /** Gives a field a string of so many characters. */
  | ({ do: 'fill'; size: number } & Change)
  /** Patches every document with the label. */
  | ({ do: 'patchAll'; fields: Record<string, unknown> } & Change)
  | { do: 'together'; steps: Step[] }
  | { do: 'withoutAwait'; steps: Step[] }
  | { do: 'call'; function: string; steps: Step[]; catches?: boolean }
  | { do: 'schedule'; label: string; after?: number; at?: number; times?: number }
  | { do: 'cancel'; label: string }
  | { do: 'throw'; what: keyof typeof thrown }
  /** Reads until Convex stops it. */
  | { do: 'readForEver' }
  /** Waits until Convex stops it. */
  | { do: 'waitForEver' };

const thrown = {
  error: () => new Error('boom'),
  refusal: () => new ConvexError({ code: 'refused' }),
  object: () => ({ code: 7 }),
  nothing: () => undefined,
  bare: () => Object.create(null) as unknown,
};

export const later = makeFunctionReference<'mutation', { label: string }>('things:later');

type Ctx = GenericMutationCtx<any>;

export async function perform(ctx: Ctx, steps: Step[]): Promise<void> {
  for (const step of steps) await performOne(ctx, step);
}

async function performOne(ctx: Ctx, step: Step): Promise<void> {
  switch (step.do) {
    case 'insert':
      for (let i = 0; i < (step.times ?? 1); i++) {
        await writerOf(ctx, step).insert({ label: step.label, ...step.fields });
      }
      return;
    case 'insertReused': {
      const document = { label: step.label, n: 0 };
      const calls: Promise<unknown>[] = [];
      for (; document.n < step.times; document.n++) {
        calls.push(writerOf(ctx, step).insert(document));
      }
      return void (await Promise.all(calls));
    }
    case 'patch':
      return await change(ctx, step, (writer, id) => writer.patch(id, step.fields));
    case 'unset':
      return await change(ctx, step, (writer, id) => writer.patch(id, { [step.field]: undefined }));
    case 'replace':
      return await change(ctx, step, (writer, id) =>
        writer.replace(id, { label: step.label, ...step.fields }),
      );
    case 'delete':
      return await change(ctx, step, (writer, id) => writer.delete(id));
    case 'increase':
      return await change(ctx, step, async (writer, id) => {
        const { n = 0 } = (await ctx.db.get(step.table, id as never)) as { n?: number };
        await writer.patch(id, { n: n + 1 });
      });
    case 'fill':
      return await change(ctx, step, (writer, id) =>
        writer.patch(id, { value: 'x'.repeat(step.size) }),
      );
    case 'patchAll': {
      const writer = writerOf(ctx, step);
      for await (const { _id } of labelled(ctx, step)) await writer.patch(_id, step.fields);
      return;
    }
    case 'together':
      return void (await Promise.all(step.steps.map((one) => performOne(ctx, one))));
    case 'withoutAwait':
      return void perform(ctx, step.steps);
    case 'call': {
      const called = makeFunctionReference<'mutation', { steps: string }>(step.function);
      const result = ctx.runMutation(called, { steps: JSON.stringify(step.steps) });
      return void (await (step.catches ? result.catch(() => undefined) : result));
    }
    case 'schedule':
      for (let i = 0; i < (step.times ?? 1); i++) {
        const { label } = step;
        if (step.at === undefined) await ctx.scheduler.runAfter(step.after ?? 0, later, { label });
        else await ctx.scheduler.runAt(step.at, later, { label });
      }
      return;
    case 'cancel': {
      const jobs = await ctx.db.system.query('_scheduled_functions').collect();
      const isSought = (args: unknown) => (args as { label?: string }).label === step.label;
      for (const { _id, args, state } of jobs) {
        if (state.kind === 'pending' && isSought(args[0])) await ctx.scheduler.cancel(_id);
      }
      return;
    }
    case 'throw':
      throw thrown[step.what]();
    case 'readForEver':
      for (;;) await ctx.db.query('things').collect();
    case 'waitForEver':
      return await new Promise(() => {});
  }
}

async function change(
  ctx: Ctx,
  step: Change,
  write: (writer: Writer, id: string) => Promise<void>,
): Promise<void> {
  const found = await labelled(ctx, step).first();
  if (found !== null) await write(writerOf(ctx, step), found._id);
}

function labelled(ctx: Ctx, { table, label }: On) {
  return ctx.db.query(table).withIndex('by_label', (q: any) => q.eq('label', label));
}

interface Writer {
  insert: (value: object) => Promise<unknown>;
  patch: (id: string, value: object) => Promise<void>;
  replace: (id: string, value: object) => Promise<void>;
  delete: (id: string) => Promise<void>;
}

function writerOf(ctx: Ctx, { table, form = 'id' }: Change): Writer {
  const db = ctx.db as any;
  if (form === 'table object') return db.table(table) as Writer;
  const named = form === 'table and id' ? [table] : [];
  return {
    insert: async (value) => await db.insert(table, value),
    patch: async (id, value) => await db.patch(...named, id, value),
    replace: async (id, value) => await db.replace(...named, id, value),
    delete: async (id) => await db.delete(...named, id),
  };
}
