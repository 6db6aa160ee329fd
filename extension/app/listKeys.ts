/** Where a key moves to in a list of `length` rows of which `page` fit; null when it moves nowhere. */
export function placeAfterKey(
  key: string,
  place: number,
  length: number,
  page: number,
): number | null {
  const moves: Record<string, number> = {
    ArrowDown: place + 1,
    ArrowUp: place - 1,
    PageDown: place + page,
    PageUp: place - page,
    Home: 0,
    End: length - 1,
  };
  const target = moves[key];
  if (target === undefined || length === 0) return null;
  return Math.min(Math.max(target, 0), length - 1);
}
