/** The causes of an empty users table, the commonest complaint about webhooks. */
import type { AuditRow } from '../auditRow.ts';
import type { Facts, TableFacts } from './facts.ts';
import type { DoctorFinding } from './report.ts';
import { checkRequests, checkSecrets } from './requestChecks.ts';
import { listed, utc } from './words.ts';

type Cause = Omit<DoctorFinding, 'check'>;

const RESTORE =
  'Write the users again by `npx convex run webhookAdmin:reconcile \'{"apply":true}\'`.';

export function whyEmpty(facts: Facts, table: TableFacts): Cause {
  const { users } = facts;
  const applied = users.find(({ outcome }) => outcome === 'applied');
  if (applied !== undefined) return whyGone(users, applied, table);
  // A create makes rows; the newest event may be an update, which cannot make one.
  const handled = users.filter(({ outcome }) => outcome !== 'duplicate');
  const telling = handled.find(({ event_type }) => event_type === 'user.created') ?? handled[0];
  if (telling !== undefined) return whyNotWritten(facts, telling);
  if (users[0] !== undefined) {
    const text = 'Only duplicates of events that were handled before have come.';
    return { ...seenIn(users[0]), state: 'look', text, todo: RESTORE };
  }
  return whyNoneCame(facts);
}

function seenIn({ received_at: at, _id: audit_id }: AuditRow) {
  return { at, audit_id };
}

/** Events about users were applied, and there is no row. */
function whyGone(users: AuditRow[], newest: AuditRow, { name }: TableFacts): Cause {
  const applied = users.filter(({ outcome }) => outcome === 'applied');
  const written = applied.flatMap(({ changes }) => changes);
  const last = applied.find(({ changes }) => changes.some(({ table }) => table === name));
  if (last !== undefined) {
    const change = last.changes.findLast(({ table }) => table === name)!;
    return change.kind === 'delete'
      ? { ...seenIn(last), state: 'look', text: 'The last user was deleted by a webhook.' }
      : {
          ...seenIn(last),
          state: 'wrong',
          text: 'Webhooks wrote rows, which were deleted since by something else.',
          todo: RESTORE,
        };
  }
  if (written.length > 0) {
    return {
      ...seenIn(newest),
      state: 'wrong',
      text: `Your handler writes to ${listed(written.map(({ table }) => table))}.`,
      todo: 'Name that table in `users` of defineWebhooks, or let the handler write to this one.',
    };
  }
  return newest.unseen > 0
    ? {
        ...seenIn(newest),
        state: 'wrong',
        text: 'The functions that your handler calls are not recorded, so nobody knows where they write.',
        todo: 'Build these functions by `recorded` to see their table, or name it in `users` of defineWebhooks.',
      }
    : {
        ...seenIn(newest),
        state: 'wrong',
        text: 'Your handler only schedules functions, and none of them wrote a row.',
        todo: 'Look for their errors in the logs of this deployment.',
      };
}

/** Events about users came, and none was applied. */
function whyNotWritten(facts: Facts, row: AuditRow): Cause {
  const seen = seenIn(row);
  switch (row.outcome) {
    case 'failed':
      return {
        ...seen,
        state: 'wrong',
        text: `Your handler throws for ${row.event_type}: ${row.error_line ?? row.reason ?? ''}`,
        todo: 'Correct the handler and deploy it, then re-dispatch what is open.',
      };
    case 'ignored':
      return {
        ...seen,
        state: 'wrong',
        text: row.reason ?? `Your handler ignores ${row.event_type} events.`,
        todo: `Handle ${row.event_type} in convex/webhookHandler.ts and deploy it, then re-dispatch these events.`,
      };
    case 'stale':
      return { ...seen, ...whyStale(facts, row) };
    default:
      return { ...seen, ...whyUnchanged(facts, row) };
  }
}

function whyStale({ held }: Facts, row: AuditRow): Cause {
  const todo = 'Re-dispatch the newest event of each user with force.';
  if (held?.deleted_at != null) {
    const text = `The user of ${row.event_type} was deleted before, and a delete is final.`;
    return { state: 'look', text, todo };
  }
  return held !== null && held.updated_at > row.received_at
    ? {
        state: 'wrong',
        text: `All events about users are stale: an event dated ${utc(held.updated_at)}, in the future, came before them.`,
        todo,
      }
    : {
        state: 'wrong',
        text: 'All events about users are stale: newer ones came before, and their rows are gone.',
        todo,
      };
}

function whyUnchanged({ types }: Facts, { event_type }: AuditRow): Cause {
  const hasCreate = types.some(({ type }) => type === 'user.created');
  return event_type === 'user.updated' && !hasCreate
    ? {
        state: 'wrong',
        text: 'Only user.updated came, for users without a row, and your handler does nothing about them.',
        todo: `Let the handler insert a row that is missing. ${RESTORE}`,
      }
    : {
        state: 'wrong',
        text: `Your handler ran for ${event_type} and wrote nothing.`,
        todo: 'Look in convex/webhookHandler.ts for what keeps it from writing.',
      };
}

/** No event about a user came. */
function whyNoneCame(facts: Facts): Cause {
  const secret = checkSecrets(facts).find(({ state }) => state === 'wrong');
  if (facts.types.length === 0 && secret !== undefined) return withoutCheck(secret);
  const [request] = checkRequests(facts);
  if (
    request !== undefined &&
    (facts.types.length === 0 || facts.rejections[0]?.last_at === request.at)
  ) {
    return withoutCheck(request);
  }
  return {
    state: 'look',
    text: `Only other events have come: ${listed(facts.types.map(({ type }) => type))}.`,
    todo: "Check that the sender's endpoint sends user.created, user.updated and user.deleted.",
  };
}

function withoutCheck({ check: _check, ...cause }: DoctorFinding): Cause {
  return cause;
}
