import type { GenericMutationCtx } from 'convex/server';

/** The documents and queries that the transaction has used so far, as JSON. */
export async function costSoFar({ meta }: Pick<GenericMutationCtx<any>, 'meta'>): Promise<string> {
  const { documentsRead, documentsWritten, databaseQueries } = await meta.getTransactionMetrics();
  return JSON.stringify({
    documentsRead: documentsRead.used,
    documentsWritten: documentsWritten.used,
    databaseQueries: databaseQueries.used,
  });
}
