import type { AuditId, AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { EventState, RowWrite } from '../../webhooks/shared/delivery.ts';
import type { OpenedDelivery } from '../data/openedDelivery.ts';
import { EventStates } from '../data/feed/eventStates.ts';
import { importedId, NOT_IMPORTED, NOT_IN_FILE, type FoundPage } from '../data/imported.ts';
import { deliveryOf, type DeliveryRecord } from './deliveryRecord.ts';
import { asLines, parseLine, type LineMistake } from './ndjson.ts';

export interface ImportSummary {
  deliveries: number;
  /** True if any delivery was masked on export. */
  masked: boolean;
  /** How many lines repeat an earlier one. */
  repeated: number;
  /** True if the file is one JSON list, so that mistakes are counted by item and not by line. */
  isList: boolean;
  /** How many lines are not deliveries, and the first of these. The other lines are still read. */
  mistaken: number;
  mistakes: LineMistake[];
}

const MISTAKES_TOLD = 20;
/**
 * How many characters of payloads are searched at once: few enough that Stop and opening a delivery
 * still work.
 */
const SEARCHED_AT_ONCE = 4 * 1024 * 1024;

/**
 * An export as a document in a worker. The worker keeps the payloads: the page gets the rows, and a
 * whole delivery only when it is opened. First call `readOn` repeatedly until it returns 1.
 *
 * A delivery that is in the file twice counts once. Attempts, re-dispatches and previous deliveries
 * are linked as far as the file contains them.
 */
export function readImport(file: string) {
  const { lines: text, isList } = asLines(file);
  const records = new Map<string, DeliveryRecord>();
  const mistakes: LineMistake[] = [];
  let repeated = 0;
  let line = 0;
  let at = 0;
  let deliveries = new Map<AuditId, OpenedDelivery>();

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
    /** Reads for at least `ms` milliseconds, and returns the share of the file read so far. */
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
      isList,
      mistaken: mistakes.length,
      mistakes: mistakes.slice(0, MISTAKES_TOLD),
    }),
    /** Rows from one place up to, not including, another; newest first. */
    rows: (from: number, to: number): AuditRow[] =>
      [...deliveries.values()].slice(from, to).map(({ row }) => row),
    /** @throws when the file has no such delivery. */
    delivery(id: AuditId): OpenedDelivery {
      const found = deliveries.get(id);
      if (found === undefined) throw new Error(NOT_IMPORTED);
      return found;
    },
    /** The writes to one document, newest first. */
    rowHistory: (document: string): RowWrite[] =>
      [...deliveries.values()].flatMap(({ row, writes }) =>
        writes
          .filter((write) => write.document === document)
          .map((write) => ({ ...write, seq: row.seq, row })),
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

/** The deliveries, linked to each other, newest first, with ids of the panel's own. */
function tied(records: DeliveryRecord[]): Map<AuditId, OpenedDelivery> {
  const newestFirst = records.toSorted((a, b) => (BigInt(a.row.seq) < BigInt(b.row.seq) ? 1 : -1));
  const ids = new Map(newestFirst.map(({ row }, at) => [row._id as string, importedId(at)]));
  const idOf = (original: string) => ids.get(original) ?? NOT_IN_FILE;
  const deliveries = newestFirst.map((record, at) => deliveryOf(record, importedId(at)));
  const byId = new Map(deliveries.map((delivery) => [delivery.row._id, delivery]));
  for (const { row } of deliveries.toReversed()) {
    if (row.previous !== undefined) row.previous = idOf(row.previous);
    if (row.redispatch === undefined) continue;
    row.redispatch = { ...row.redispatch, of: idOf(row.redispatch.of) };
    // Version 1 did not say which event a re-dispatch belongs to.
    const original = byId.get(row.redispatch.of)?.row;
    if (row.event_id === row.svix_id && original) row.event_id = original.event_id;
  }
  const states = new EventStates();
  for (const { row } of deliveries) states.add(row, 'older');
  const byEvent = Map.groupBy(deliveries, ({ row }) => `${row.source} ${row.event_id}`);
  const opened = deliveries.map((delivery): OpenedDelivery => {
    const { row } = delivery;
    const rows = byEvent.get(`${row.source} ${row.event_id}`)!.map((one) => one.row);
    const previous = row.previous && byId.get(row.previous);
    return {
      ...delivery,
      previous: previous ? { id: previous.row._id, body: previous.body } : null,
      event: { rows, state: stateInFile(states, row) },
    };
  });
  return new Map(opened.map((delivery) => [delivery.row._id, delivery]));
}

/** The state of an event from the file alone, which may lack the row that mended it. */
function stateInFile(states: EventStates, row: AuditRow): EventState {
  const state = states.stateOf(row)!;
  switch (state.kind) {
    case 'never failed':
    case 'open':
      return { state: state.kind };
    case 'mended':
      return { state: 'mended', by: state.by?._id ?? NOT_IN_FILE };
    case 'superseded':
      return { state: 'superseded', by: state.by._id };
  }
}
