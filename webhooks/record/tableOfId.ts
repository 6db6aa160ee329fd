import type { AnyMutationCtx } from './recordTables.ts';

/**
 * Finds the table of an id by trying all tables, the most recently found first: most documents of a
 * handler belong to few tables.
 */
export function tableFinder(
  db: Pick<AnyMutationCtx['db'], 'normalizeId'>,
  names: readonly string[],
): (id: string) => string | undefined {
  const order = [...names];
  return (id) => {
    const at = order.findIndex((name) => db.normalizeId(name, id) !== null);
    const [found] = at < 0 ? [] : order.splice(at, 1);
    if (found !== undefined) order.unshift(found);
    return found;
  };
}
