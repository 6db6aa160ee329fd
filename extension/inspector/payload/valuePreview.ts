export type ValueKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** Longer strings are cut in lists; the whole is a copy or the raw view away. */
const PREVIEW_CHARACTERS = 300;

export function kindOf(value: unknown): ValueKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as ValueKind;
}

/** The number of items or fields of a container, null for anything else. */
export function sizeOf(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return isContainer(value) ? Object.keys(value).length : null;
}

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** One line for a JSON value: scalars as JSON, containers by their size. */
export function previewOf(value: unknown): string {
  if (Array.isArray(value)) return `[ ${count(value.length, 'item')} ]`;
  if (isContainer(value)) return `{ ${count(Object.keys(value).length, 'field')} }`;
  if (typeof value !== 'string' || value.length <= PREVIEW_CHARACTERS) return JSON.stringify(value);
  const start = JSON.stringify(value.slice(0, PREVIEW_CHARACTERS)).slice(0, -1);
  return `${start}… ${count(value.length, 'character')}"`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** How JavaScript would reach a value: `data.email_addresses[0]["odd key"]`. */
export function pathText(segments: readonly (string | number)[]): string {
  return segments
    .map((segment) => {
      if (typeof segment === 'number') return `[${segment}]`;
      return /^[A-Za-z_$][\w$]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
