/** The difference between two states of an app's database, and what was recorded of it. */
import { expect } from 'vitest';
import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import type { Dump } from '../webhooks/record/app.ts';

const TABLES = ['things', 'others'] as const;

interface Difference {
  table: string;
  before: unknown;
  after: unknown;
}

/** By document id. */
export function differenceOf(before: Dump, after: Dump): Map<string, Difference> {
  const found = new Map<string, Difference>();
  for (const table of TABLES) {
    const then = new Map(before[table].map((document) => [document._id, document]));
    const now = new Map(after[table].map((document) => [document._id, document]));
    for (const id of new Set([...then.keys(), ...now.keys()])) {
      const sides = { before: then.get(id) ?? null, after: now.get(id) ?? null };
      if (!isEqual(sides.before, sides.after)) found.set(id, { table, ...sides });
    }
  }
  return found;
}

export function recordedOf(changes: readonly DocumentChange[]): Map<string, Difference> {
  const read = (side: string | null) => side && (JSON.parse(side) as unknown);
  return new Map(
    changes.map(({ document, table, before, after }) => [
      document,
      { table, before: read(before), after: read(after) },
    ]),
  );
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}

/** Changes without the values that differ in each run: ids and times of new documents. */
export function foreseeable(changes: readonly DocumentChange[], before: Dump): DocumentChange[] {
  const known = new Set(TABLES.flatMap((table) => before[table].map(({ _id }) => _id)));
  const unnamed = (side: string | null) =>
    side && side.replace(/"_creationTime":[\d.]+,"_id":"[^"]+",/, '');
  return changes.map((change) =>
    known.has(change.document)
      ? change
      : {
          ...change,
          document: 'new',
          before: unnamed(change.before),
          after: unnamed(change.after),
        },
  );
}

/** An error's text without the ids of new documents, which differ in each run. */
export function foreseeableError(error: string | null, before: Dump): string | null {
  const known = new Set(
    [...TABLES, 'secrets' as const].flatMap((table) => before[table].map(({ _id }) => _id)),
  );
  return error && error.replace(/\b[0-9a-z]{31,37}\b/g, (id) => (known.has(id) ? id : 'new'));
}
