import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import { filterFields, type FilterTerm } from './filter.ts';
import { stateHints } from './states.ts';
import { isDeploy, parseTime } from './time.ts';

const outcomes: readonly string[] = [...OUTCOMES, 'rejected'];

interface FilterProblem {
  /** The end of a sentence that begins with the condition: "is not a time". */
  says: string;
  /** How to write the condition. */
  hint: string;
}

/** Why no event can ever match a condition, or why it is not what it looks like; otherwise null. */
export function problemOf(term: FilterTerm): FilterProblem | null {
  const { field, value } = term;
  const wanted = value.toLowerCase();
  if (isDeploy(term)) {
    const hint = `Mark one: npx convex run webhookAdmin:markDeploy '{"name":"v1.4"}'`;
    return { says: 'was not marked yet', hint };
  }
  switch (field) {
    case null:
      return term.unknownKey === undefined
        ? null
        : {
            says: `is searched as text: “${term.unknownKey}” is not a key`,
            hint: `The keys are ${Object.keys(filterFields).join(', ')}`,
          };
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
    case 'is':
      return Object.hasOwn(stateHints, wanted)
        ? null
        : { says: 'is not a state', hint: `Write one of ${Object.keys(stateHints).join(', ')}` };
    default:
      return null;
  }
}
