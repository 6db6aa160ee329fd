import { JsonNumber, type Json, type JsonObject } from '../../webhooks/shared/exactJson.ts';

export type ValueKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** Longer strings are cut in lists; a copy and the raw view have all of it. */
const PREVIEW_CHARACTERS = 300;

export function kindOf(value: Json): ValueKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Map) return 'object';
  return value instanceof JsonNumber ? 'number' : (typeof value as 'string' | 'boolean');
}

/** The number of items or fields of a container, null for anything else. */
export function sizeOf(value: Json): number | null {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : null;
}

export function isContainer(value: Json): value is Json[] | JsonObject {
  return Array.isArray(value) || value instanceof Map;
}

/** One line for a JSON value: scalars as JSON, containers by their size. */
export function previewOf(value: Json): string {
  if (Array.isArray(value)) return previewOfList(value.length);
  if (value instanceof Map) return previewOfObject(value.size);
  if (value instanceof JsonNumber) return numberPreview(value.text);
  if (typeof value !== 'string') return String(value);
  if (value.length <= PREVIEW_CHARACTERS) return JSON.stringify(value);
  const start = JSON.stringify(value.slice(0, PREVIEW_CHARACTERS)).slice(0, -1);
  return `${start}… ${count(value.length, 'character')}"`;
}

export function previewOfList(items: number): string {
  return `[ ${count(items, 'item')} ]`;
}

export function previewOfObject(fields: number): string {
  return `{ ${count(fields, 'field')} }`;
}

function numberPreview(digits: string): string {
  if (digits.length <= PREVIEW_CHARACTERS) return digits;
  return `${digits.slice(0, PREVIEW_CHARACTERS)}… ${count(digits.length, 'character')}`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** The JavaScript expression for a place: `data.email_addresses[0]["odd key"]`. */
export function pathText(segments: readonly (string | number)[]): string {
  return segments
    .map((segment) => {
      if (typeof segment === 'number') return `[${segment}]`;
      return /^[A-Za-z_$][\w$]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
