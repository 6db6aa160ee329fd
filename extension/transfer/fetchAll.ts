const AT_ONCE = 8;

/**
 * Fetches for each id, a few at a time, and keeps the order. Leaves out what it cannot fetch and
 * counts it, so that one delivery that retention removed does not fail the others.
 */
export async function fetchAll<Id, T>(
  ids: readonly Id[],
  fetch: (id: Id) => Promise<T>,
): Promise<{ fetched: T[]; missed: number }> {
  const results: (T | undefined)[] = ids.map(() => undefined);
  let next = 0;
  let missed = 0;
  async function work() {
    for (let at = next++; at < ids.length; at = next++) {
      try {
        results[at] = await fetch(ids[at]!);
      } catch {
        missed += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { fetched: results.filter((result) => result !== undefined), missed };
}
