/** Evaluates the expressions of `.filter(q => …)` for a document. */
import { compareValues, type JSONValue, type Value } from 'convex/values';
import { displayValue } from '../values/display.ts';
import { fieldAt, type Document } from '../storage/documents.ts';
import { parseOperand } from '../keys/ranges.ts';

type Operand = Value | undefined;

export function matches(filter: JSONValue, document: Document): boolean {
  return asBoolean(evaluate(filter, document));
}

function evaluate(expression: JSONValue, document: Document): Operand {
  const [operator, operand] = Object.entries(expression as Record<string, JSONValue>)[0]!;
  if (operator === '$field') return fieldAt(document, operand as string);
  if (operator === '$literal') return parseOperand(operand);
  const of = (part: JSONValue | undefined) => evaluate(part!, document);
  const parts = operand as JSONValue[];
  const compared = () => compareValues(of(parts[0]), of(parts[1]));
  switch (operator) {
    case '$eq':
      return compared() === 0;
    case '$neq':
      return compared() !== 0;
    case '$lt':
      return compared() < 0;
    case '$lte':
      return compared() <= 0;
    case '$gt':
      return compared() > 0;
    case '$gte':
      return compared() >= 0;
    case '$and':
      return parts.every((part) => asBoolean(of(part)));
    case '$or':
      return parts.some((part) => asBoolean(of(part)));
    case '$not':
      return !asBoolean(of(operand));
    case '$neg':
      return negate(of(operand));
    default:
      return calculate(operator, of(parts[0]), of(parts[1]));
  }
}

function negate(value: Operand): Operand {
  if (typeof value === 'number' || typeof value === 'bigint') return -value;
  throw new Error(`Cannot negate ${displayValue(value)} in a filter: it is not a number.`);
}

function calculate(operator: string, left: Operand, right: Operand): Operand {
  if (typeof left === typeof right && (typeof left === 'number' || typeof left === 'bigint')) {
    // Or two bigints, which have the same operators.
    const [a, b] = [left, right] as [number, number];
    switch (operator) {
      case '$add':
        return a + b;
      case '$sub':
        return a - b;
      case '$mul':
        return a * b;
      case '$div':
        return a / b;
      case '$mod':
        return a % b;
    }
  }
  throw new Error(
    `Cannot apply ${operator.slice(1)} to ${displayValue(left)} and ${displayValue(right)} in a ` +
      `filter: both must be numbers of the same kind.`,
  );
}

function asBoolean(value: Operand): boolean {
  if (typeof value === 'boolean') return value;
  throw new Error(`A filter needs a boolean, but got ${displayValue(value)}.`);
}
