import { useUser } from '../../data/users.ts';
import { stepOf, type Step } from './comparison.ts';
import type { PageUser } from '../clerk/pageUser.ts';

const steps: Record<Step, { glyph: string; color: string; text: string }> = {
  'in step': { glyph: '✓', color: 'text-applied', text: 'in step' },
  'row behind': { glyph: '◷', color: 'text-stale', text: 'row behind the page' },
  'page behind': { glyph: '◷', color: 'text-muted', text: 'page behind the row' },
  'no row': { glyph: '–', color: 'text-muted', text: 'no row' },
};

/** Says whether the row of the page's user has the page's version. */
export function StepMark({ user }: { user: PageUser }) {
  const stored = useUser(user.id);
  if (stored.status !== 'success') return null;
  const { subject } = stored.data;
  const isThere = subject !== null && subject.deleted_at === null;
  const { glyph, color, text } =
    steps[stepOf(user.updated_at, isThere ? subject.updated_at : null)];
  return (
    <span role="status" aria-label="Page and row" className={`whitespace-nowrap ${color}`}>
      <span aria-hidden>{glyph}</span> {text}
    </span>
  );
}
