import { aliases, filterFields, quote, unknownKeyOf, type FilterField } from './filter.ts';
import { problemOf } from './problem.ts';
import type { SeenValues } from './seenValues.ts';

export interface Completion {
  /** The text that replaces the one between `from` and `to`. */
  text: string;
  /** The meaning of the value. */
  hint: string;
  /** How many of the newest events have the value; null for a field. */
  count: number | null;
}

export interface Completions {
  from: number;
  to: number;
  options: Completion[];
  /** True if the word at the caret is only the beginning of a term. */
  isHalfTyped: boolean;
}

const MOST = 10;
const fieldNames = {
  ...filterFields,
  ...Object.fromEntries(
    Object.entries(aliases).map(([name, field]) => [name, filterFields[field]]),
  ),
};
/** Fields that match a part of the value. */
const PARTS: string[] = ['user'];

/** Completions at the caret: field names, then values of the field. */
export function completionsAt(text: string, caret: number, seen: SeenValues): Completions {
  const from = caret - text.slice(0, caret).split(/\s/).at(-1)!.length;
  const to = caret + text.slice(caret).split(/\s/, 1)[0]!.length;
  const typed = text.slice(from, caret);
  const negated = typed.startsWith('-');
  const word = (negated ? typed.slice(1) : typed).toLowerCase();
  const dash = negated ? '-' : '';

  const colon = word.indexOf(':');
  if (colon < 0) {
    const names = Object.entries(fieldNames).filter(([name]) => name.startsWith(word));
    const options = names.map(([name, hint]) => ({ text: `${dash}${name}:`, hint, count: null }));
    const isBetween = word === '' && !negated && from > 0;
    const isHalfTyped = word !== '' && options.length > 0;
    return { from, to, options: isBetween ? [] : options, isHalfTyped };
  }

  const name = word.slice(0, colon);
  const field = aliases[name] ?? (name as FilterField);
  const part = word.slice(colon + 1).replaceAll('"', '');
  const begins = ([value]: [string, unknown]) => value.toLowerCase().startsWith(part);
  const values = [...(seen[field] ?? [])]
    .filter(([value, { hint }]) => `${value}\n${hint}`.toLowerCase().includes(part))
    // Tab and Enter accept the first option.
    .sort((a, b) => Number(begins(b)) - Number(begins(a)));
  const options = values
    .slice(0, MOST)
    .map(([value, about]) => ({ text: `${dash}${name}:${quote(value)} `, ...about }));
  const onlyWhatIsTyped = options.length === 1 && options[0]!.text.trim() === text.slice(from, to);
  const isWhole = values.some(([value]) => value.toLowerCase() === part);
  const isProblem = Object.hasOwn(fieldNames, name) && problemOf({ field, value: part, negated });
  const isUnknown = unknownKeyOf(negated ? typed.slice(1) : typed) !== undefined;
  const isHalfTyped =
    isUnknown || (!isWhole && !PARTS.includes(field) && (values.length > 0 || !!isProblem));
  return { from, to, options: onlyWhatIsTyped ? [] : options, isHalfTyped };
}
