/** Reads that wait for the writes that were called before them, as they do in Convex. */
import { copyOf } from './copyOf.ts';
import type { Recorder } from './recorder.ts';
import type { AnyMutationCtx } from './recordTables.ts';

interface Reader {
  get: (...args: never[]) => Promise<unknown>;
  query: (...args: never[]) => object;
}

/** @param reader A database, or one table of it. */
export function waitingReads(reader: Reader, recorder: Recorder): Reader {
  return {
    get: (...args) => recorder.afterWrites(() => reader.get(...args)),
    query: (...args) => {
      const query = reader.query(...args);
      return recorder.isWriting ? waitingQuery(query, recorder) : query;
    },
  };
}

export function waitingQueries(
  ctx: Pick<AnyMutationCtx, 'runQuery'>,
  recorder: Recorder,
): AnyMutationCtx['runQuery'] {
  const runQuery = (reference: never, ...given: [never, never]) => {
    const args = copyOf(given);
    return recorder.afterWrites(async () => (await ctx.runQuery(reference, ...args)) as unknown);
  };
  return runQuery as AnyMutationCtx['runQuery'];
}

/** The methods of a query that read; the others only describe it. */
const READING: PropertyKey[] = ['collect', 'count', 'first', 'next', 'paginate', 'take', 'unique'];

function waitingQuery(query: object, recorder: Recorder): object {
  return new Proxy(query, {
    get(_, name) {
      const value = Reflect.get(query, name) as unknown;
      if (typeof value !== 'function') return value;
      if (name === Symbol.asyncIterator)
        return () => rowsOf(query as AsyncIterable<unknown>, recorder);
      return (...args: unknown[]) => {
        const call = () => Reflect.apply(value, query, args) as unknown;
        if (READING.includes(name)) return recorder.afterWrites(call as () => Promise<unknown>);
        return name === 'return' ? call() : waitingQuery(call() as object, recorder);
      };
    },
  });
}

async function* rowsOf(query: AsyncIterable<unknown>, recorder: Recorder) {
  await recorder.afterWrites(async () => {});
  yield* query;
}
