import type { GenericValidator } from 'convex/values';

/**
 * Why a JSON value does not fit a Convex validator, as a sentence that names the place; null if it
 * fits. Unknown fields are accepted, so that files of a later version can be read. (Convex itself
 * validates only on the server.)
 */
export function misfit(validator: GenericValidator, value: unknown, place = 'it'): string | null {
  switch (validator.kind) {
    case 'any':
      return null;
    case 'string':
    case 'id':
      return typeof value === 'string' ? null : `${place} is not text.`;
    case 'float64':
      return Number.isFinite(value) ? null : `${place} is not a number.`;
    case 'boolean':
      return typeof value === 'boolean' ? null : `${place} is neither true nor false.`;
    case 'null':
      return value === null ? null : `${place} is not null.`;
    case 'literal':
      return value === validator.value
        ? null
        : `${place} is not ${JSON.stringify(validator.value)}.`;
    case 'union': {
      const misfits = validator.members.map((member) => misfit(member, value, place));
      if (misfits.includes(null)) return null;
      const literals = validator.members.filter((member) => member.kind === 'literal');
      if (literals.length < misfits.length) return misfits[0] ?? null;
      return `${place} is none of ${literals.map(({ value }) => String(value)).join(', ')}.`;
    }
    case 'array': {
      if (!Array.isArray(value)) return `${place} is not a list.`;
      return firstMisfit(value.entries(), ([index, item]) =>
        misfit(validator.element, item, `${place}[${index}]`),
      );
    }
    case 'record':
      return isObject(value) ? null : `${place} is not an object.`;
    case 'object': {
      if (!isObject(value)) return `${place} is not an object.`;
      return firstMisfit(Object.entries(validator.fields), ([name, field]) => {
        const inside = place === 'it' ? name : `${place}.${name}`;
        if (!Object.hasOwn(value, name)) {
          return field.isOptional === 'optional' ? null : `${inside} is missing.`;
        }
        return misfit(field, value[name], inside);
      });
    }
    default:
      throw new Error(`JSON has no values of kind ${validator.kind}.`);
  }
}

function firstMisfit<T>(items: Iterable<T>, check: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = check(item);
    if (found !== null) return found;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
