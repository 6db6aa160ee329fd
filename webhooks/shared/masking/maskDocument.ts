import type { JSONValue, ValidatorJSON } from 'convex/values';
import { isOpenKey, MASK } from './maskPayload.ts';

/** Keys of Convex's objects are ASCII. */
const MASKED_KEY = '***';

/** Fields that Convex sets in any document. */
const SYSTEM_FIELDS = ['_id', '_creationTime'];

/**
 * Masks one of the app's documents, as Convex JSON, by the validator of its table: it keeps ids,
 * booleans, null, literals of the schema and the fields that are not personal. All other strings,
 * numbers and record keys are hidden. Where the schema allows several types, a value is hidden if
 * any of them hides it.
 */
export function maskDocument(
  document: Record<string, JSONValue>,
  table: ValidatorJSON,
  notPersonal: readonly string[],
): Record<string, JSONValue> {
  const shown = new Set([...SYSTEM_FIELDS, ...notPersonal]);
  const types = alternatives(table);
  let hidden = 0;
  return Object.fromEntries(
    Object.entries(document).map(([field, value]) => [
      isOpenKey(field) ? field : `${MASKED_KEY} ${++hidden}`,
      shown.has(field) ? value : maskValue(value, typesOfField(types, field)),
    ]),
  );
}

function maskValue(value: JSONValue, types: ValidatorJSON[]): JSONValue {
  if (value === null || typeof value === 'boolean' || isLiteral(value, types)) return value;
  if (typeof value === 'string') return isId(types) ? value : MASK;
  if (typeof value === 'number' || isScalar(value)) return MASK;
  if (Array.isArray(value)) {
    const items = types.flatMap((type) => (type.type === 'array' ? alternatives(type.value) : []));
    return value.map((item) => maskValue(item, isAny(types) ? [] : items));
  }
  return maskObject(value, types);
}

function maskObject(object: Record<string, JSONValue>, types: ValidatorJSON[]): JSONValue {
  let hidden = 0;
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      isKeyShown(key, types) ? key : `${MASKED_KEY} ${++hidden}`,
      maskValue(value, typesOfField(types, key)),
    ]),
  );
}

/**
 * The types that a field may have. None if the schema does not know the field: all of it is hidden
 * then.
 */
function typesOfField(types: ValidatorJSON[], field: string): ValidatorJSON[] {
  if (isAny(types)) return [];
  return types.flatMap((type) => {
    if (type.type === 'record') return alternatives(type.values.fieldType);
    return type.type === 'object' && Object.hasOwn(type.value, field)
      ? alternatives(type.value[field]!.fieldType)
      : [];
  });
}

/** A key is shown when the schema names it or declares it as an id. */
function isKeyShown(key: string, types: ValidatorJSON[]): boolean {
  const records = types.filter((type) => type.type === 'record');
  if (isAny(types) || records.some(({ keys }) => !isId(alternatives(keys)))) return false;
  return (
    records.length > 0 ||
    types.some((type) => type.type === 'object' && Object.hasOwn(type.value, key))
  );
}

function isLiteral(value: JSONValue, types: ValidatorJSON[]): boolean {
  const text = JSON.stringify(value);
  return types.some((type) => type.type === 'literal' && JSON.stringify(type.value) === text);
}

function isId(types: ValidatorJSON[]): boolean {
  return (
    types.some(({ type }) => type === 'id') &&
    !types.some(({ type }) => type === 'string') &&
    !isAny(types)
  );
}

function isAny(types: ValidatorJSON[]): boolean {
  return types.some(({ type }) => type === 'any');
}

/**
 * Convex JSON writes integers, bytes and special numbers as objects, such as
 * `{"$integer":"AQAAAAAAAAA="}`.
 */
function isScalar(value: JSONValue): boolean {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.length === 1 && keys[0]!.startsWith('$');
}

function alternatives(type: ValidatorJSON): ValidatorJSON[] {
  return type.type === 'union' ? type.value.flatMap(alternatives) : [type];
}
