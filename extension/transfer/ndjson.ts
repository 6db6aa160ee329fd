import { v, type Infer } from 'convex/values';
import { vDeliveryRecord, type DeliveryRecord } from './deliveryRecord.ts';
import { misfit } from './misfit.ts';
import { recordProblem } from './recordProblem.ts';
import { fromVersion1, vRecordOfVersion1 } from './version1.ts';

/** One complete line of JSON per delivery, so that files can be cut, joined and grepped. */
export function ndjsonOf(records: DeliveryRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** `line` counts lines from 1, or items if the file is one JSON list. */
export type LineMistake = { line: number; message: string };
type ParsedLine = { record: DeliveryRecord } | { mistake: LineMistake } | null;

/**
 * Reads one line of an export. No line is trusted: one that is not a delivery becomes a mistake
 * with its number and does not affect the others. An empty line is null.
 */
export function parseLine(text: string, line: number): ParsedLine {
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { mistake: { line, message: 'This is not JSON.' } };
  }
  const read = recordIn(value);
  return typeof read === 'string'
    ? { mistake: { line, message: `This is not a delivery: ${read}` } }
    : { record: read };
}

/** The record in a JSON value, of this version or of version 1, or why it is not a record. */
function recordIn(value: unknown): DeliveryRecord | string {
  if (misfit(vFormat1, value) !== null) {
    return misfit(vDeliveryRecord, value) ?? checked(value as DeliveryRecord);
  }
  return (
    misfit(vRecordOfVersion1, value) ??
    checked(fromVersion1(value as Infer<typeof vRecordOfVersion1>))
  );
}

const vFormat1 = v.object({ format: vRecordOfVersion1.fields.format });

function checked(record: DeliveryRecord): DeliveryRecord | string {
  return recordProblem(record) ?? record;
}

/**
 * A file as lines. The result of "Copy as JSON", which is one record over many lines or a list of
 * records, gets one line per record. Any other text stays unchanged.
 */
export function asLines(text: string): { lines: string; isList: boolean } {
  const start = text.trimStart();
  const isList = start.startsWith('[');
  if (!isList && isJson(start.slice(0, start.search(/\r?\n|$/)))) return { lines: text, isList };
  try {
    const value: unknown = JSON.parse(text);
    const items = Array.isArray(value) ? value : [value];
    return { lines: items.map((item) => JSON.stringify(item)).join('\n'), isList };
  } catch {
    return { lines: text, isList: false };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
