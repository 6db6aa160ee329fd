/** Values and validators as Convex's validation errors show them. */
import { CommitTsPlaceholder, type ValidatorJSON, type Value } from 'convex/values';
import { cut } from './quote.ts';

interface FieldJSON {
  fieldType: ValidatorJSON;
  optional: boolean;
}

// Convex prints whole argument objects in its errors. That must not put an access key into a log.
const SECRET_FIELDS = new Set(['accessKey']);
const HIDDEN = '***';

// An error is sent to the caller and logged: it quotes only the beginning of a long value.
const MOST_CHARACTERS = 1_000;

/** A value for a message that names its path, such as `.ids[0]`. */
export function displayValueAt(path: string, value: Value): string {
  const isSecret = path.split(/[.[]/).some((field) => SECRET_FIELDS.has(field));
  return isSecret ? HIDDEN : displayValue(value);
}

export function displayValue(value: Value | undefined): string {
  return cut(display(value), MOST_CHARACTERS);
}

function display(value: Value | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return displayFloat(value);
  if (typeof value === 'string') return JSON.stringify(cut(value, MOST_CHARACTERS));
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof CommitTsPlaceholder) return String(value);
  if (value instanceof ArrayBuffer) {
    return displayBytes(new Uint8Array(value, 0, Math.min(value.byteLength, MOST_CHARACTERS)));
  }
  if (Array.isArray(value)) return `[${listed(value, display)}]`;
  const shown = listed(Object.keys(value).sort(), (field) => {
    const content = SECRET_FIELDS.has(field) ? HIDDEN : display(value[field]);
    return `${cut(field, MOST_CHARACTERS)}: ${content}`;
  });
  return `{${shown}}`;
}

/** Lists the items, as far as they fit into a message. */
function listed<T>(items: T[], show: (item: T) => string): string {
  let text = '';
  for (const item of items) {
    if (text.length > MOST_CHARACTERS) return `${text}, …`;
    text += (text && ', ') + show(item);
  }
  return text;
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

/** A literal of a validator. As in Convex's messages, the value of an int64 is not shown. */
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

/** Like Rust's `{:?}`: whole numbers end in `.0`, very large and very small ones have an exponent. */
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
