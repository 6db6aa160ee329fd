import type { Delivery } from '../../convex/shared/delivery.ts';
import { importedId, type ImportedDeliveries } from '../data/imported.ts';
import { deliveryOf, type DeliveryRecord } from './deliveryRecord.ts';
import { parseLine, type LineMistake } from './ndjson.ts';

export interface ImportedFile {
  name: string;
  deliveries: ImportedDeliveries;
  /** Whether any of it was masked when it was exported. */
  masked: boolean;
  /** Lines that are no delivery; the others are read all the same. */
  mistakes: LineMistake[];
}

const BREATHE_AFTER_MS = 20;

/**
 * Reads an NDJSON export, line by line, with pauses so that the page stays responsive. A delivery
 * that stands in it twice is taken once. Attempts, re-dispatches and previous deliveries are tied
 * together as far as the file has them.
 */
export async function readImport(
  name: string,
  text: string,
  onProgress: (share: number) => void = () => {},
): Promise<ImportedFile> {
  const records = new Map<string, DeliveryRecord>();
  const mistakes: LineMistake[] = [];
  let breathedAt = performance.now();
  let line = 0;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end;
    const parsed = parseLine(text.slice(from, to), ++line);
    if (parsed && 'mistake' in parsed) mistakes.push(parsed.mistake);
    else if (parsed) records.set(parsed.record.row.seq, parsed.record);
    from = to + 1;
    if (performance.now() - breathedAt > BREATHE_AFTER_MS) {
      onProgress(from / text.length);
      await new Promise((resolve) => setTimeout(resolve));
      breathedAt = performance.now();
    }
  }
  return {
    name,
    deliveries: tied([...records.values()]),
    masked: [...records.values()].some(({ masked }) => masked),
    mistakes,
  };
}

/** Newest first, under ids of the panel's own. */
function tied(records: DeliveryRecord[]): ImportedDeliveries {
  const newestFirst = records.toSorted((a, b) => (BigInt(a.row.seq) < BigInt(b.row.seq) ? 1 : -1));
  const ids = new Map(newestFirst.map(({ row }, at) => [row._id as string, importedId(at)]));
  const idOf = (original: string) => ids.get(original) ?? importedId('not in the file');
  const deliveries = newestFirst.map((record, at) => deliveryOf(record, importedId(at)));
  for (const { row } of deliveries) {
    if (row.previous !== undefined) row.previous = idOf(row.previous);
    if (row.redispatch !== undefined) {
      row.redispatch = { ...row.redispatch, of: idOf(row.redispatch.of) };
    }
  }
  const byId = new Map(deliveries.map((delivery) => [delivery.row._id, delivery]));
  const bySvixId = Map.groupBy(deliveries, ({ row }) => row.svix_id);
  const byOriginal = Map.groupBy(deliveries, ({ row }) => row.redispatch?.of);
  const rowsOf = (some: Delivery[] = []) => some.map(({ row }) => row);
  for (const delivery of deliveries) {
    const { row } = delivery;
    delivery.attempts = rowsOf(bySvixId.get(row.svix_id));
    delivery.redispatches = rowsOf(byOriginal.get(row._id));
    const previous = row.previous && byId.get(row.previous);
    delivery.previous = previous ? { id: previous.row._id, body: previous.body } : null;
  }
  return byId;
}
