import { originOf, type AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { EventState } from '../../webhooks/shared/delivery.ts';
import { MASK } from '../../webhooks/shared/masking/maskPayload.ts';
import type { Outcome } from '../../webhooks/shared/outcome.ts';
import { isImported } from '../data/imported.ts';
import { joinWords, listFields } from '../event/changeWords.ts';
import { ATTEMPTS_AT_MOST, nextRetryAt } from '../event/retries.ts';

/** What describeDelivery knows of a delivery. */
export interface DescribedDelivery {
  row: AuditRow;
  /** The known rows of its event, in any order; may include `row`. */
  attempts: readonly AuditRow[];
  state: EventState;
  error?: string | null;
}

/**
 * A delivery in sentences: the first says what it did, the others what follows and where it came
 * from.
 */
export function describeDelivery(delivery: DescribedDelivery): string[] {
  return [
    headline(delivery),
    ...consequence(delivery),
    ...attemptSentence(delivery),
    ...originSentence(delivery.row),
  ];
}

function headline({ row, error }: DescribedDelivery): string {
  switch (row.outcome) {
    case 'applied':
      return appliedSentence(row);
    case 'failed':
      return `Failed, so nothing changed: ${whyFailed(row, error)}.`;
    default:
      return `Changed nothing: ${lowerFirst(endless(row.reason ?? nothings[row.outcome]))}.`;
  }
}

/** Reasons for rows that have none. */
const nothings = {
  unchanged: 'no row differs',
  duplicate: 'this event was handled already',
  stale: 'the row already has newer data',
  ignored: 'your handler ignores this event',
};

function appliedSentence(row: AuditRow): string {
  const { changes, writes, unseen } = row;
  const who = unmasked(row.user_label) ?? row.clerk_user_id;
  const [only] = changes;
  if (writes === 1 && only !== undefined) {
    const whose = who === undefined ? 'a row' : who;
    if (only.kind === 'insert') return `Added ${whose} to ${only.table}.`;
    if (only.kind === 'delete') return `Deleted ${whose} from ${only.table}.`;
    const fields = listFields(only.fields);
    return who === undefined
      ? `Changed ${fields} in ${only.table}.`
      : `Changed ${possessive(who)} ${fields} in ${only.table}.`;
  }
  const forWhom = who === undefined ? '' : ` for ${who}`;
  if (writes > 1) {
    const tables = joinWords([...new Set(changes.map(({ table }) => table))]);
    return `Changed ${writes.toLocaleString('en')} rows in ${tables}${forWhom}.`;
  }
  if (unseen > 0) return `Wrote only by functions that are not recorded${forWhom}.`;
  return `Changed no row, but scheduled a function${forWhom}.`;
}

function possessive(name: string): string {
  return /s$/i.test(name) ? `${name}’` : `${name}’s`;
}

/** Says after a failure what happens next, and what the operator can do. */
function consequence({ row, attempts, state }: DescribedDelivery): string[] {
  if (row.outcome !== 'failed') return [];
  const later = attempts.filter(
    ({ svix_id, attempt }) => svix_id === row.svix_id && attempt > row.attempt,
  );
  if (state.state === 'superseded') {
    return ['A newer event was handled since, so no retry is needed.'];
  }
  if (state.state === 'mended') {
    // attemptSentence names an attempt that succeeded.
    const isNamed = later.some(({ outcome }) => outcome !== 'failed');
    return isNamed ? [] : ['The event was mended, so no retry is needed.'];
  }
  if (later.length > 0) return [];
  if (isImported(row._id)) return ['The file has no later attempt.'];
  if (originOf(row) !== 'webhook') {
    return ['It won’t be retried automatically: re-dispatch once it is fixed.'];
  }
  const sender = row.source === 'clerk' ? 'Clerk' : 'The sender';
  if (nextRetryAt(row) === null) {
    return [`${sender} gives up after ${ATTEMPTS_AT_MOST} attempts: re-dispatch once it is fixed.`];
  }
  return [`${sender} will send it again.`];
}

function attemptSentence({ row, attempts: rows }: DescribedDelivery): string[] {
  const noun = row.redispatch === undefined ? 'attempt' : 're-dispatch';
  const attempts = rows.filter(({ svix_id }) => svix_id === row.svix_id);
  const earlier = attempts.findLast(byAttempt(row.attempt - 1));
  if (row.attempt > 1) {
    const now = capital(`${ordinal(row.attempt)} ${noun}`);
    if (earlier === undefined) return [`${now}.`];
    return [`${now}; the ${ordinal(earlier.attempt)} ${fate(earlier)}.`];
  }
  const last = attempts.reduce((a, b) => (b.attempt > a.attempt ? b : a), row);
  if (last.attempt === 1) return [];
  return [
    `First of ${last.attempt} ${noun}${noun === 'attempt' ? 's' : 'es'}; the last ${fate(last)}.`,
  ];
}

function originSentence(row: AuditRow): string[] {
  const { redispatch } = row;
  if (originOf(row) === 'upkeep')
    return ['Made by a reconciliation or an erasure, not by a webhook.'];
  if (redispatch === undefined) return [];
  const how = [
    redispatch.edited ? 'with an edited payload' : '',
    redispatch.forced ? 'forced' : '',
  ].filter((part) => part !== '');
  const sentence = [`Re-dispatched by ${redispatch.by}`, ...how].join(', ');
  return redispatch.note === undefined
    ? [`${sentence}.`]
    : [`${sentence}. Note: ${endless(redispatch.note)}.`];
}

const fates: Record<Outcome, string> = {
  applied: 'was applied',
  unchanged: 'changed nothing',
  duplicate: 'was a duplicate',
  stale: 'came too late',
  ignored: 'was ignored',
  failed: 'failed',
};

function fate(row: AuditRow): string {
  if (row.outcome !== 'failed' || row.reason === undefined) return fates[row.outcome];
  return `failed: ${whyFailed(row)}`;
}

/** Our own reason continues the sentence; a thrown error is quoted unchanged. */
function whyFailed({ reason, error_line }: AuditRow, error?: string | null): string {
  const thrown = thrownText(unmasked(error_line) ?? unmasked(error));
  return thrown === undefined
    ? lowerFirst(endless(reason ?? 'no reason was kept'))
    : endless(thrown);
}

/** Undefined for a masked text, so that the next best name is used. */
function unmasked(text: string | null | undefined): string | undefined {
  return text === null || text === MASK ? undefined : text;
}

/** The thrown error, without the prefixes that every error has. */
function thrownText(error: string | undefined): string | undefined {
  return error?.replace(/^(?:Uncaught |Error: )+/, '');
}

const byAttempt = (attempt: number) => (row: AuditRow) => row.attempt === attempt;

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** English ordinals: words up to eighth, then 9th, 21st, 112th. */
function ordinal(n: number): string {
  const suffix = new Intl.PluralRules('en', { type: 'ordinal' }).select(n);
  return ordinals[n - 1] ?? `${n}${{ one: 'st', two: 'nd', few: 'rd' }[suffix as string] ?? 'th'}`;
}

/** The first line, without its full stop: our sentence continues after it. */
function endless(text: string): string {
  return text.split('\n', 1)[0]!.trim().replace(/\.$/, '');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
