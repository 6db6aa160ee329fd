import { vDeliveryRecord, type DeliveryRecord } from './deliveryRecord.ts';
import { misfit } from './misfit.ts';

/** One line of JSON a delivery, each complete in itself, so that files can be cut, joined and grepped. */
export function ndjsonOf(records: DeliveryRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

export type LineMistake = { line: number; message: string };
type ParsedLine = { record: DeliveryRecord } | { mistake: LineMistake } | null;

/**
 * Reads one line of an export. Nothing in a file is trusted: a line that is no delivery is named with
 * its number (from 1) and costs no other line. An empty line is null.
 */
export function parseLine(text: string, line: number): ParsedLine {
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { mistake: { line, message: 'This is not JSON.' } };
  }
  const why = misfit(vDeliveryRecord, value);
  if (why !== null) return { mistake: { line, message: `This is no delivery: ${why}` } };
  const record = value as DeliveryRecord;
  if (!/^\d{1,19}$/.test(record.row.seq)) {
    return { mistake: { line, message: 'This is no delivery: row.seq is not a decimal number.' } };
  }
  return { record };
}
