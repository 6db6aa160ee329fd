import type { EventState } from '../../data/feed/eventStates.ts';
import type { FilterTerm } from './filter.ts';

type Kind = EventState['kind'] | null;

/** The values of `is:`, each with its meaning. */
export const stateHints = {
  open: 'failed, and nothing has mended it',
  mended: 'failed, and succeeded at another attempt',
  superseded: 'failed, and newer data was applied',
} as const;

/** Returns a test for states that the `is:` terms match; null if there are no such terms. */
export function stateTest(terms: readonly FilterTerm[]): ((kind: Kind) => boolean) | null {
  const asked = terms.filter(({ field }) => field === 'is');
  if (asked.length === 0) return null;
  const [wanted, excluded] = [false, true].map((negated) =>
    asked.filter((term) => term.negated === negated).map(({ value }) => value.toLowerCase()),
  );
  return (kind) =>
    (wanted!.length === 0 || wanted!.includes(kind ?? '')) && !excluded!.includes(kind ?? '');
}

export function isOpen(kind: Kind): boolean {
  return kind === 'open';
}
