/** Values and validators in the words that Convex's validation errors use. */
import { CommitTsPlaceholder, type ValidatorJSON, type Value } from 'convex/values';

type FieldJSON = { fieldType: ValidatorJSON; optional: boolean };

// Convex prints whole argument objects in its errors. A key that opens the deployment must not
// reach a log that way.
const secretFields = new Set(['accessKey']);
const HIDDEN = '***';

/** A value as a message shows it that names its path, such as `.ids[0]`. */
export function displayValueAt(path: string, value: Value): string {
  const isSecret = path.split(/[.[]/).some((field) => secretFields.has(field));
  return isSecret ? HIDDEN : displayValue(value);
}

export function displayValue(value: Value | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return displayFloat(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof CommitTsPlaceholder) return String(value);
  if (value instanceof ArrayBuffer) return displayBytes(new Uint8Array(value));
  if (Array.isArray(value)) return `[${value.map(displayValue).join(', ')}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${key}: ${secretFields.has(key) ? HIDDEN : displayValue(value[key])}`);
  return `{${fields.join(', ')}}`;
}

export function displayValidator(validator: ValidatorJSON): string {
  switch (validator.type) {
    case 'number':
      return 'v.float64()';
    case 'bigint':
      return 'v.int64()';
    case 'id':
      return `v.id("${validator.tableName}")`;
    case 'literal':
      return `v.literal(${displayLiteral(validator.value)})`;
    case 'array':
      return `v.array(${displayValidator(validator.value)})`;
    case 'record':
      return `v.record(${displayValidator(validator.keys)}, ${displayValidator(validator.values.fieldType)})`;
    case 'union':
      return `v.union(${validator.value.map(displayValidator).join(', ')})`;
    case 'object':
      return `v.object({${Object.keys(validator.value)
        .sort()
        .map((field) => `${field}: ${displayField(validator.value[field]!)}`)
        .join(', ')}})`;
    default:
      return `v.${validator.type}()`;
  }
}

/** A literal as it stands in a validator. An int64 comes as `{ $integer }` and is not spelled out. */
export function displayLiteral(value: unknown): string {
  if (typeof value === 'number') return displayFloat(value);
  return typeof value === 'object' || typeof value === 'bigint'
    ? '<bigint>'
    : JSON.stringify(value);
}

function displayField({ fieldType, optional }: FieldJSON): string {
  const inner = displayValidator(fieldType);
  return optional ? `v.optional(${inner})` : inner;
}

/** As Rust's `{:?}`: whole numbers keep `.0`, very large and very small ones use an exponent. */
function displayFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-5)) return value.toExponential().replace('e+', 'e');
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function displayBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes, (byte) =>
    byte >= 32 && byte < 127 && byte !== 34 && byte !== 92
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `b"${shown.join('')}"`;
}
