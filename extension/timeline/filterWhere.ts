import { OUTCOMES, type Outcome } from '../../convex/shared/outcome.ts';
import type { Where } from '../../convex/shared/selection.ts';
import type { FilterField, FilterTerm } from './filter.ts';

/**
 * The index by which the server best reads older rows for a filter: the narrowest field that the
 * filter gives exactly one exact value. null when it must read by time.
 */
export function bestWhere(terms: readonly FilterTerm[]): Where | null {
  const only = (field: FilterField): string | null => {
    const values = terms.filter((term) => term.field === field && !term.negated);
    return values.length === 1 ? values[0]!.value : null;
  };

  const id = only('id');
  if (id?.startsWith('msg_') || id?.startsWith('redispatch_')) return { svix_id: id };
  const user = only('user');
  if (user?.startsWith('user_')) return { clerk_user_id: user };
  const outcome = only('outcome')?.toLowerCase();
  // `applied` is most of the rows: a type is narrower.
  if (isOutcome(outcome) && outcome !== 'applied') return { outcome };
  const type = only('type');
  if (type !== null && /^\w+(\.\w+)+$/.test(type)) return { event_type: type };
  return isOutcome(outcome) ? { outcome } : null;
}

function isOutcome(text: string | undefined | null): text is Outcome {
  return (OUTCOMES as readonly unknown[]).includes(text);
}
