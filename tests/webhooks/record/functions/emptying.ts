import {
  internalMutationGeneric,
  type GenericSchema,
  type RegisteredMutation,
  type SchemaDefinition,
} from 'convex/server';

/**
 * A function that deletes all documents, as many as one transaction allows, and cancels scheduled
 * functions. It returns whether everything is deleted.
 */
export function emptying({
  tables,
}: SchemaDefinition<GenericSchema, boolean>): RegisteredMutation<
  'internal',
  Record<string, never>,
  Promise<boolean>
> {
  return internalMutationGeneric({
    args: {},
    handler: async (ctx) => {
      let room = 2000;
      for (const table of Object.keys(tables)) {
        for (const { _id } of await ctx.db.query(table).take(room)) {
          await ctx.db.delete(table, _id);
          room -= 1;
        }
      }
      const jobs = await ctx.db.system.query('_scheduled_functions').collect();
      for (const { _id, state } of jobs) {
        if (state.kind === 'pending') await ctx.scheduler.cancel(_id);
      }
      return room > 0;
    },
  });
}
