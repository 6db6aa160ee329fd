/** Checks of the app's handler. */
import { originOf, type AuditRow } from '../auditRow.ts';
import type { Facts } from './facts.ts';
import type { DoctorFinding } from './report.ts';
import { counted, listed, utc } from './words.ts';

/** Rows of events that reached the handler, from a sender or an operator. */
function handledRows({ rows }: Facts): AuditRow[] {
  return rows.filter(
    (row) => originOf(row) !== 'upkeep' && row.outcome !== 'duplicate' && row.outcome !== 'stale',
  );
}

/** Checks that the handler does not fail for, or ignore, everything. */
export function checkHandler(facts: Facts): DoctorFinding {
  const rows = handledRows(facts);
  const [newest] = rows;
  if (newest === undefined) {
    return { check: 'handler', state: 'unknown', text: 'Your handler has not run yet.' };
  }
  const seen = { check: 'handler', at: newest.received_at, audit_id: newest._id } as const;
  const good = rows.findIndex(({ outcome }) => outcome !== 'failed');
  if (good !== 0) return { ...seen, ...failing(good < 0 ? rows : rows.slice(0, good), good < 0) };
  if (rows.every(({ outcome }) => outcome === 'ignored')) {
    const types = listed(rows.map(({ event_type }) => event_type));
    return {
      ...seen,
      state: 'look',
      text: `Your handler ignored all of the last ${counted(rows.length, 'event')}: ${types}.`,
      todo: "Handle these types in convex/webhookHandler.ts, or remove them from the sender's endpoint.",
    };
  }
  return {
    ...seen,
    state: 'ok',
    text: `Your handler ran last for ${newest.event_type}: ${newest.outcome}.`,
  };
}

function failing(
  failed: AuditRow[],
  always: boolean,
): Pick<DoctorFinding, 'state' | 'text' | 'todo'> {
  const [newest] = failed as [AuditRow];
  const events = new Set(failed.map(({ source, event_id }) => `${source} ${event_id}`)).size;
  const error = newest.error_line ?? newest.reason ?? '';
  const todo = 'Correct the handler and deploy it, then re-dispatch what is open.';
  if (events === 1 && !always) {
    return { state: 'look', text: `Your handler failed for the newest event: ${error}`, todo };
  }
  const since = utc(failed.at(-1)!.received_at);
  const tried = counted(failed.length, 'delivery', 'deliveries');
  return {
    state: 'wrong',
    text: `Your handler has failed for everything since ${since}, ${tried}. The last error: ${error}`,
    todo,
  };
}

/** Checks, by the newest event of each type, that the panel can show what the handler writes. */
export function checkRecording(facts: Facts): DoctorFinding {
  const applied = handledRows(facts).filter(({ outcome }) => outcome === 'applied');
  const newest = applied.filter(
    (row, place) => applied.findIndex(({ event_type }) => event_type === row.event_type) === place,
  );
  const hidden = newest.filter(({ unseen }) => unseen > 0);
  if (newest.length === 0) {
    const text = 'Nothing has been applied yet, so nothing is known of the recording of writes.';
    return { check: 'recording', state: 'unknown', text };
  }
  if (hidden.length === 0) {
    return { check: 'recording', state: 'ok', text: 'What your handler writes is recorded.' };
  }
  const types = listed(hidden.map(({ event_type }) => event_type));
  const isAll = newest.every(({ unseen, writes }) => unseen > 0 && writes === 0);
  const { neverRecorded } = facts;
  const seen = { check: 'recording', at: hidden[0]!.received_at, audit_id: hidden[0]!._id };
  if (neverRecorded.length > 0) {
    return {
      ...seen,
      state: 'look',
      text: `Some writes for ${types} are only counted: to ${listed(neverRecorded)}, as \`neverRecorded\` says, or by functions that are not built by \`recorded\`.`,
    };
  }
  return {
    ...seen,
    state: 'look',
    text: isAll
      ? 'Nothing that your handler writes is recorded: the functions that it calls are not built by `recorded`.'
      : `Some functions that your handler calls for ${types} are not recorded: their writes are only counted.`,
    todo: 'Build them with `const internalMutation = recorded(rawInternalMutation)`, from webhook-devtools-for-convex.',
  };
}
