/** Compares values with validators, in the words of Convex's backend. */
import {
  CommitTsPlaceholder,
  jsonToConvex,
  type JSONValue,
  type ValidatorJSON,
  type Value,
} from 'convex/values';
import { displayLiteral, displayValidator, displayValue, displayValueAt } from './display.ts';

/** The name of the table that an id belongs to, or null when it is not an id of a known table. */
export type TableOfId = (id: string) => string | null;

/** Says how the value differs from the validator; null when it matches. */
export function findMismatch(
  validator: ValidatorJSON,
  value: Value,
  tableOfId: TableOfId,
  path = '',
): string | null {
  const noMatch = () =>
    `Value does not match validator.\n${context(path)}\nValue: ${displayValueAt(path, value)}\n` +
    `Validator: ${displayValidator(validator)}`;
  switch (validator.type) {
    case 'any':
      return null;
    case 'null':
      return value === null ? null : noMatch();
    case 'number':
    case 'boolean':
    case 'string':
      return typeof value === validator.type ? null : noMatch();
    case 'bigint':
    // A commit timestamp counts as the int64 that it becomes.
    case 'commitTs':
      return typeof value === 'bigint' || value instanceof CommitTsPlaceholder ? null : noMatch();
    case 'bytes':
      return value instanceof ArrayBuffer ? null : noMatch();
    case 'literal':
      return isLiteral(validator.value, value)
        ? null
        : `\`${displayValueAt(path, value)}\` does not match literal validator ` +
            `\`v.literal(${displayLiteral(validator.value)})\`.${context(path)}`;
    case 'id': {
      const table = typeof value === 'string' ? tableOfId(value) : null;
      if (table === null) return noMatch();
      if (table === validator.tableName) return null;
      const found = table.startsWith('_')
        ? `Found ID "${value as string}" from a system table`
        : `Found ID "${value as string}" from table \`${table}\``;
      return (
        `${found}, which does not match the table name in validator ` +
        `\`v.id("${validator.tableName}")\`.${context(path)}`
      );
    }
    case 'array':
      if (!Array.isArray(value)) return noMatch();
      return firstOf(value, (item, index) =>
        findMismatch(validator.value, item, tableOfId, `${path}[${index}]`),
      );
    case 'union': {
      const { value: members } = validator;
      if (members.length === 1) return findMismatch(members[0]!, value, tableOfId, path);
      return members.some((member) =>
        // Avoids making an error message for each literal that does not match.
        member.type === 'literal'
          ? isLiteral(member.value, value)
          : findMismatch(member, value, tableOfId) === null,
      )
        ? null
        : noMatch();
    }
    case 'record':
      if (!isObject(value)) return noMatch();
      return firstOf(
        Object.entries(value),
        ([key, item]) =>
          findMismatch(validator.keys, key, tableOfId, `${path}.keys()`) ??
          findMismatch(validator.values.fieldType, item!, tableOfId, `${path}.values()`),
      );
    case 'object':
      return isObject(value) ? findFieldMismatch(validator, value, tableOfId, path) : noMatch();
  }
}

function findFieldMismatch(
  validator: ValidatorJSON & { type: 'object' },
  value: Record<string, Value | undefined>,
  tableOfId: TableOfId,
  path: string,
): string | null {
  const shown = () =>
    `\n${context(path)}\nObject: ${displayValue(value)}\nValidator: ${displayValidator(validator)}`;
  const mismatchOf = (field: string) => {
    const { fieldType, optional } = validator.value[field]!;
    const item = Object.hasOwn(value, field) ? value[field] : undefined;
    if (item !== undefined) return findMismatch(fieldType, item, tableOfId, `${path}.${field}`);
    if (optional) return null;
    return (
      `Object is missing the required field \`${field}\`. Consider wrapping the field ` +
      `validator in \`v.optional(...)\` if this is expected.${shown()}`
    );
  };
  const fields = Object.keys(validator.value);
  if (fields.some((field) => mismatchOf(field) !== null)) {
    return firstOf(fields.sort(), mismatchOf);
  }
  const [extra] = Object.keys(value)
    .filter((field) => !Object.hasOwn(validator.value, field))
    .sort();
  return extra === undefined
    ? null
    : `Object contains extra field \`${extra}\` that is not in the validator.${shown()}`;
}

function context(path: string): string {
  return path === '' ? '' : `Path: ${path}`;
}

function isLiteral(literal: JSONValue, value: Value): boolean {
  const expected = typeof literal === 'object' ? jsonToConvex(literal) : literal;
  return Object.is(expected, value);
}

function isObject(value: Value): value is Record<string, Value | undefined> {
  return (
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof CommitTsPlaceholder)
  );
}

function firstOf<T>(items: T[], check: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const found = check(item, index);
    if (found !== null) return found;
  }
  return null;
}
