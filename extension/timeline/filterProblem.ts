import { OUTCOMES } from '../../convex/shared/outcome.ts';
import { vSource } from '../../convex/shared/auditRow.ts';
import type { FilterTerm } from './filter.ts';
import { parseTime } from './filterTime.ts';

const outcomes: readonly string[] = [...OUTCOMES, 'rejected'];
const sources: readonly string[] = vSource.members.map(({ value }) => value);

interface FilterProblem {
  /** What the value is not, to stand behind the condition: "is not a time". */
  says: string;
  /** What it could be. */
  hint: string;
}

/** Why no event can ever have what a condition asks for; null when one can. */
export function problemOf({ field, value }: FilterTerm): FilterProblem | null {
  const wanted = value.toLowerCase();
  switch (field) {
    case 'after':
    case 'before':
      return parseTime(value, Date.now()) !== null
        ? null
        : { says: 'is not a time', hint: 'Not a time: write 10m, 14:05 or 2026-11-22T14:05' };
    case 'outcome':
      return outcomes.includes(wanted)
        ? null
        : {
            says: 'is not an outcome',
            hint: `Write one of ${outcomes.join(', ')}; for more, outcome:failed outcome:stale`,
          };
    case 'source':
      return sources.includes(wanted)
        ? null
        : { says: 'is not a source', hint: `Write one of ${sources.join(', ')}` };
    default:
      return null;
  }
}
