import { OUTCOMES, type Outcome } from '../../../webhooks/shared/outcome.ts';
import type { Where } from '../../../webhooks/shared/selection.ts';
import type { FilterField, FilterTerm } from './filter.ts';

/**
 * The best index for the server to read older rows for a filter: the narrowest field with exactly
 * one exact value. null if it must read by time.
 */
export function bestWhere(terms: readonly FilterTerm[]): Where | null {
  // The state of an older row is known only if the log has all rows after it.
  if (terms.some(({ field, negated }) => field === 'is' && !negated)) return null;
  const only = (field: FilterField): string | null => {
    const values = terms.filter((term) => term.field === field && !term.negated);
    return values.length === 1 ? values[0]!.value : null;
  };

  const id = only('id');
  if (id?.startsWith('msg_') || id?.startsWith('redispatch_')) return { svix_id: id };
  const user = only('user');
  if (user?.startsWith('user_')) return { clerk_user_id: user };
  const outcome = only('outcome')?.toLowerCase();
  // Most rows are `applied`, so a type is narrower.
  if (isOutcome(outcome) && outcome !== 'applied') return { outcome };
  const type = only('type');
  if (type !== null && /^\w+(\.\w+)+$/.test(type)) return { event_type: type };
  return isOutcome(outcome) ? { outcome } : null;
}

function isOutcome(text: string | undefined | null): text is Outcome {
  return (OUTCOMES as readonly unknown[]).includes(text);
}
