import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { MASK } from '../../convex/shared/masking.ts';
import type { Outcome } from '../../convex/shared/outcome.ts';
import { listFields } from './fieldNames.ts';

/** What is known of one delivery. `before` is undefined until the delivery's details have come. */
export interface DescribedDelivery {
  row: AuditRow;
  /** The rows with the same svix_id, in any order; may include `row`. */
  attempts: readonly AuditRow[];
  before?: object | null;
  error?: string | null;
}

/** Svix gives up after this many attempts, over about 28 hours (docs.svix.com/retries). */
const SVIX_ATTEMPTS = 8;

/** What one delivery did, in sentences: the first tells it, the others say how it came about. */
export function describeDelivery(delivery: DescribedDelivery): string[] {
  return [
    headline(delivery),
    ...consequence(delivery),
    ...attemptSentence(delivery),
    ...originSentence(delivery.row),
  ];
}

function headline({ row, before, error }: DescribedDelivery): string {
  const who = unmasked(row.user_label) ?? row.clerk_user_id ?? 'a user';
  const deletes = row.event_type === 'user.deleted';
  switch (row.outcome) {
    case 'applied':
      if (deletes) return `Deleted ${who}.`;
      if (before === null && row.event_type !== 'user.created') {
        return `Added ${who}: an update came for a user that was not in the table.`;
      }
      if (before === null || (before === undefined && row.event_type === 'user.created')) {
        return `Added ${who}.`;
      }
      if (row.changed.length === 0) return `Changed ${who}.`;
      return `Changed ${listFields(row.changed)} of ${who}.`;
    case 'unchanged':
      if (deletes) return `Changed nothing: ${who} was not in the table.`;
      return `Changed nothing: ${who} already holds these values.`;
    case 'duplicate':
      return `Changed nothing: this event had already been handled.`;
    case 'stale':
      return `Changed nothing: this event came too late for ${who}.`;
    case 'ignored':
      if (row.event_type.startsWith('user.')) return `Changed nothing: the event names no user.`;
      return `Changed nothing: users do not depend on ${row.event_type} events.`;
    case 'failed':
      return `Failed, so nothing changed for ${who}: ${whyFailed(row, error)}.`;
  }
}

/** What follows from the outcome, for whoever has to act on it. */
function consequence({ row, attempts }: DescribedDelivery): string[] {
  const { outcome } = row;
  if (outcome === 'stale' && row.reason !== undefined) return [`${capital(endless(row.reason))}.`];
  if (outcome === 'unchanged' && row.event_type === 'user.deleted') {
    return ['The id is remembered as deleted, so no late event can bring the user back.'];
  }
  if (outcome !== 'failed' || attempts.some((other) => other.attempt > row.attempt)) return [];
  if (row.source !== 'clerk')
    return ['Nothing repeats it by itself: re-dispatch once it is fixed.'];
  if (row.attempt >= SVIX_ATTEMPTS) {
    return [`Clerk gives up after ${SVIX_ATTEMPTS} attempts: re-dispatch once it is fixed.`];
  }
  return ['Clerk will send it again.'];
}

function attemptSentence({ row, attempts }: DescribedDelivery): string[] {
  const noun = row.source === 'redispatch' ? 're-dispatch' : 'attempt';
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

function originSentence({ source, redispatch }: AuditRow): string[] {
  if (source === 'reconcile') return ['Written by a reconciliation with Clerk, not by a webhook.'];
  if (redispatch === undefined) return [];
  const how = [
    redispatch.edited ? 'with an edited payload' : '',
    redispatch.forced ? 'past the guard for late events' : '',
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

/** Our reason goes on in our sentence; what was thrown is quoted as it is. */
function whyFailed({ reason }: AuditRow, error?: string | null): string {
  const thrown = thrownText(unmasked(error));
  if (thrown !== undefined) return endless(thrown);
  const why = endless(reason ?? 'no reason was kept');
  return why.charAt(0).toLowerCase() + why.slice(1);
}

/** What a viewer may not read is left out, so that the next best name takes its place. */
function unmasked(text: string | null | undefined): string | undefined {
  return text === null || text === MASK ? undefined : text;
}

/** What was thrown, without the words that every error has before its own. */
function thrownText(error: string | undefined): string | undefined {
  return error?.replace(/^(?:Uncaught |Error: )+/, '');
}

const byAttempt = (attempt: number) => (row: AuditRow) => row.attempt === attempt;

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** English ordinals: words while they are short to read, then 9th, 21st, 112th. */
function ordinal(n: number): string {
  const suffix = new Intl.PluralRules('en', { type: 'ordinal' }).select(n);
  return ordinals[n - 1] ?? `${n}${{ one: 'st', two: 'nd', few: 'rd' }[suffix as string] ?? 'th'}`;
}

/** The first line, without its full stop: it goes on in our sentence. */
function endless(text: string): string {
  return text.split('\n', 1)[0]!.trim().replace(/\.$/, '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
