/** Turns the ranges of `withIndex` into intervals of index keys, with Convex's errors. */
import { jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { displayValue } from '../values/display.ts';
import { afterPrefix, encodeKey } from './keys.ts';
import type { Interval } from './intervals.ts';

export interface RangeExpression {
  type: 'Eq' | 'Gt' | 'Gte' | 'Lt' | 'Lte';
  fieldPath: string;
  value: JSONValue;
}

const COMPARATORS = { Eq: '==', Gt: '>', Gte: '>=', Lt: '<', Lte: '<=' } as const;

/** A value of a filter or a range; undefined means a missing field. */
export function parseOperand(json: JSONValue): Value | undefined {
  const isUndefined = json !== null && typeof json === 'object' && '$undefined' in json;
  return isUndefined ? undefined : jsonToConvex(json);
}

/**
 * @param indexName `table.index`, for messages.
 * @param fields All fields of the index's key.
 * @throws Error when the expressions do not follow the index's fields: equalities first, then
 * bounds on the next one.
 */
export function compileRange(
  indexName: string,
  fields: string[],
  range: readonly RangeExpression[],
): Interval {
  const { equalities, lower, upper } = split(indexName, range);
  checkFields(indexName, fields, equalities, (lower ?? upper)?.fieldPath);

  const inIndexOrder = fields.filter((field) => equalities.has(field));
  const prefix = encodeKey(inIndexOrder.map((field) => equalities.get(field)));
  const bound = ({ value }: RangeExpression) =>
    Buffer.concat([prefix, encodeKey([parseOperand(value)])]);
  return {
    from: !lower ? prefix : lower.type === 'Gte' ? bound(lower) : afterPrefix(bound(lower)),
    to: !upper
      ? afterPrefix(prefix)
      : upper.type === 'Lt'
        ? bound(upper)
        : afterPrefix(bound(upper)),
  };
}

function split(indexName: string, range: readonly RangeExpression[]) {
  const equalities = new Map<string, Value | undefined>();
  let lower: RangeExpression | undefined;
  let upper: RangeExpression | undefined;
  for (const expression of range) {
    const { type, fieldPath } = expression;
    if (type === 'Eq') {
      if (equalities.has(fieldPath)) throw alreadyDefined('equality', expression);
      equalities.set(fieldPath, parseOperand(expression.value));
      continue;
    }
    const isUpper = type === 'Lt' || type === 'Lte';
    if (isUpper ? upper : lower) throw alreadyDefined(isUpper ? 'upper' : 'lower', expression);
    const other = isUpper ? lower : upper;
    if (other && other.fieldPath !== fieldPath) {
      throw new Error(
        `Upper and lower bounds in \`range\` can only be applied to a single index field. This ` +
          `query against index ${indexName} attempted to set a range bound on both ` +
          `"${other.fieldPath}" and "${fieldPath}". Consider using \`filter\` instead. See ` +
          `https://docs.convex.dev/using/indexes for more info.`,
      );
    }
    if (isUpper) upper = expression;
    else lower = expression;
  }
  const inequality = lower ?? upper;
  if (inequality && equalities.has(inequality.fieldPath)) {
    throw alreadyDefined('inequality', inequality);
  }
  return { equalities, lower, upper };
}

function checkFields(
  indexName: string,
  fields: string[],
  equalities: Map<string, unknown>,
  inequality: string | undefined,
): void {
  const shown = `["${fields.join('", "')}"]`;
  const unknown = [...equalities.keys(), ...(inequality === undefined ? [] : [inequality])].find(
    (field) => !fields.includes(field),
  );
  if (unknown !== undefined) {
    throw new Error(
      `The index range included a comparison with "${unknown}", but ${indexName} with fields ` +
        `${shown} doesn't index this field. For more information see ` +
        `https://docs.convex.dev/using/indexes.`,
    );
  }
  const used = fields.filter((field) => equalities.has(field));
  if (inequality !== undefined) used.push(inequality);
  const wrong = used.find((field, position) => field !== fields[position]);
  if (wrong === undefined) return;
  throw new Error(
    `Tried to query index ${indexName} but the query didn't use the index fields in order.\n` +
      `Index fields: ${shown}\nQuery fields: ["${used.join('", "')}"]\n` +
      `First incorrect field: ${wrong}\n` +
      `For more information see https://docs.convex.dev/using/indexes.`,
  );
}

function alreadyDefined(kind: string, { type, fieldPath, value }: RangeExpression): Error {
  return new Error(
    `Already defined ${kind} bound in index range. Can't add "${fieldPath}" ` +
      `${COMPARATORS[type]} ${displayValue(parseOperand(value))}.`,
  );
}
