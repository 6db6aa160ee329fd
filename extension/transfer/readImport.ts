import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Delivery } from '../../convex/shared/delivery.ts';
import { importedId, NOT_IMPORTED, type FoundPage } from '../data/imported.ts';
import { replayHistory, type Replay } from '../data/replay.ts';
import { deliveryOf, type DeliveryRecord } from './deliveryRecord.ts';
import { parseLine, type LineMistake } from './ndjson.ts';

export interface ImportSummary {
  deliveries: number;
  /** Whether any of it was masked when it was exported. */
  masked: boolean;
  /** How many lines repeat a delivery that the file has told already. */
  repeated: number;
  /** How many lines are no delivery, and the first of them; the others are read all the same. */
  mistaken: number;
  mistakes: LineMistake[];
}

const MISTAKES_TOLD = 20;
/** So many characters of payloads are searched at once that Stop is heard, and deliveries open, between. */
const SEARCHED_AT_ONCE = 4 * 1024 * 1024;

/**
 * An NDJSON export as a document of a worker, which keeps the payloads: the page gets the rows, and
 * a delivery when it is opened. `readOn` comes first, again and again until it answers 1.
 *
 * A delivery that stands in the file twice is taken once. Attempts, re-dispatches and previous
 * deliveries are tied together as far as the file has them.
 */
export function readImport(text: string) {
  const records = new Map<string, DeliveryRecord>();
  const mistakes: LineMistake[] = [];
  let repeated = 0;
  let line = 0;
  let at = 0;
  let deliveries = new Map<AuditRow['_id'], Delivery>();

  function readLine(): void {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    const parsed = parseLine(text.slice(at, end), ++line);
    if (parsed && 'mistake' in parsed) mistakes.push(parsed.mistake);
    else if (parsed) {
      const { seq } = parsed.record.row;
      if (records.has(seq)) repeated += 1;
      records.set(seq, parsed.record);
    }
    at = end + 1;
  }

  return {
    /** Reads for `ms` milliseconds at least, and tells which share of the file is read. */
    readOn(ms: number): number {
      const until = performance.now() + ms;
      while (at < text.length) {
        readLine();
        if (performance.now() >= until && at < text.length) return at / text.length;
      }
      deliveries = tied([...records.values()]);
      return 1;
    },
    summary: (): ImportSummary => ({
      deliveries: deliveries.size,
      masked: [...records.values()].some(({ masked }) => masked),
      repeated,
      mistaken: mistakes.length,
      mistakes: mistakes.slice(0, MISTAKES_TOLD),
    }),
    /** Rows from one place up to, not including, another; newest first. */
    rows: (from: number, to: number): AuditRow[] =>
      [...deliveries.values()].slice(from, to).map(({ row }) => row),
    /** @throws when the file has no such delivery. */
    delivery(id: AuditRow['_id']): Delivery {
      const found = deliveries.get(id);
      if (found === undefined) throw new Error(NOT_IMPORTED);
      return found;
    },
    /** What the deliveries about one user tell of its row; what was stored is not known. */
    replay: (clerkId: string): Replay =>
      replayHistory(
        [...deliveries.values()].filter(({ row }) => row.clerk_user_id === clerkId),
        null,
      ),
    /** Deliveries before the `seq` whose payload contains the text, in any case; newest first. */
    search(text: string, before: bigint | null): FoundPage {
      const wanted = text.toLowerCase();
      const rows: AuditRow[] = [];
      let searched = 0;
      let last: bigint | null = null;
      for (const { row, body } of deliveries.values()) {
        if (before !== null && row.seq >= before) continue;
        if (searched >= SEARCHED_AT_ONCE) return { rows, next: last, done: false };
        if (body.toLowerCase().includes(wanted)) rows.push(row);
        searched += body.length;
        last = row.seq;
      }
      return { rows, next: null, done: true };
    },
  };
}

/** Newest first, under ids of the panel's own. */
function tied(records: DeliveryRecord[]): Map<AuditRow['_id'], Delivery> {
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
