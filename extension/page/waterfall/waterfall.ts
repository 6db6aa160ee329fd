import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { PageChange } from '../pairing/changes.ts';

/** The clock that a moment was read from. */
type Clock = 'this machine' | 'Clerk' | 'Convex';

/** One moment on the way from the page to the row; `at`: milliseconds since 1970 by its own clock. */
export interface Moment {
  name: string;
  clock: Clock;
  at: number;
  /** Milliseconds since the previous moment; null where the clocks contradict each other. */
  after: number | null;
}

export interface Waterfall {
  /** In the order in which they must have happened. */
  moments: Moment[];
  /** How long the page waited for Clerk’s answer, in milliseconds. */
  callTook: number;
  /** The contradictions between clocks: "Clerk’s clock is ahead of Convex’s by at least 2.1 s". */
  skews: { ahead: Clock; of: Clock; byAtLeast: number }[];
}

/**
 * The path of a change from the page's call to its row, which this panel saw at `seenAt`. If a
 * moment is earlier than its cause, its clock is behind by at least the difference.
 */
export function waterfallOf(
  { call, updatedAt }: PageChange,
  row: AuditRow,
  seenAt: number | null,
): Waterfall {
  const path: Omit<Moment, 'after'>[] = [
    { name: 'The page called Clerk', clock: 'this machine', at: call.startedAt },
    { name: 'Clerk changed the user', clock: 'Clerk', at: updatedAt ?? row.updated_at ?? NaN },
    { name: 'Clerk made the event', clock: 'Clerk', at: row.occurred_at },
    { name: 'Received', clock: 'Convex', at: row.received_at },
    { name: 'Committed', clock: 'Convex', at: Number(row.seq / 1_000_000n) },
    { name: 'Seen here', clock: 'this machine', at: seenAt ?? NaN },
  ];
  const steps = path.filter(({ at }) => Number.isFinite(at));
  const moments = steps.map((step, at) => {
    const before = steps[at - 1];
    const after = before === undefined ? null : step.at - before.at;
    return { ...step, after: after !== null && after >= 0 ? after : null };
  });
  return { moments, callTook: call.finishedAt - call.startedAt, skews: skewsIn(steps, call) };
}

function skewsIn(steps: Omit<Moment, 'after'>[], call: PageChange['call']): Waterfall['skews'] {
  const order = steps.slice(1).map((step, at) => [steps[at]!, step] as const);
  const changed = steps.find(({ name }) => name === 'Clerk changed the user');
  // The user was changed before Clerk answered.
  const answer = { name: 'Clerk answered', clock: 'this machine' as const, at: call.finishedAt };
  const pairs = changed === undefined ? order : [...order, [changed, answer] as const];
  return pairs
    .filter(([earlier, later]) => later.at < earlier.at && earlier.clock !== later.clock)
    .map(([earlier, later]) => ({
      ahead: earlier.clock,
      of: later.clock,
      byAtLeast: earlier.at - later.at,
    }));
}
