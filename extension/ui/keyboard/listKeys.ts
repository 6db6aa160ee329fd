/**
 * The row to which a key moves in a list of `length` rows, of which `page` fit; null if it does not
 * move. `place` may lie between two rows, e.g. 1.5: then one step down leads to 2, and one up to 1.
 */
export function placeAfterKey(
  key: string,
  place: number,
  length: number,
  page: number,
): number | null {
  const [above, below] = [Math.floor(place), Math.ceil(place)];
  const moves: Record<string, number> = {
    ArrowDown: above + 1,
    ArrowUp: below - 1,
    PageDown: above + page,
    PageUp: below - page,
    Home: 0,
    End: length - 1,
  };
  const target = moves[key];
  if (target === undefined || length === 0) return null;
  return Math.min(Math.max(target, 0), length - 1);
}
