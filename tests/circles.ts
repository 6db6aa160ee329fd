import { posix } from 'node:path';

/** Pairs of folders inside one part, such as extension/timeline/, that reach each other by imports. */
export function circles(edges: { from: string; to: string }[]): string[] {
  const below = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const [folder, other] = [posix.dirname(from), posix.dirname(to)];
    if (folder === other || partOf(from) !== partOf(to)) continue;
    below.set(folder, (below.get(folder) ?? new Set()).add(other));
  }
  const reached = (folder: string, seen = new Set<string>()): Set<string> => {
    for (const next of below.get(folder) ?? []) {
      if (!seen.has(next)) reached(next, seen.add(next));
    }
    return seen;
  };
  return [...below.keys()].flatMap((folder) =>
    [...reached(folder)]
      .filter((other) => folder < other && reached(other).has(folder))
      .map((other) => `${folder} <-> ${other}`),
  );
}

/** The folder below extension/ or local/ that a file is in. */
export function partOf(file: string): string {
  return file.split('/')[1] ?? '';
}
