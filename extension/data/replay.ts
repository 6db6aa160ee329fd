import { parseClerkEvent } from '../../convex/shared/clerkEvent.ts';
import { userEventOf } from '../../convex/shared/clerkUser.ts';
import type { HistoryEntry, UserSnapshot } from '../../convex/shared/delivery.ts';
import { planUserChange } from '../../convex/shared/planUserChange.ts';
import type { Tombstone, UserRow } from '../../convex/shared/userRow.ts';

/** The users row after one event, as the history has it. */
export interface ReplayStep {
  row: HistoryEntry['row'];
  user: UserSnapshot | null;
  /** Fields that this event set. */
  set: string[];
  /** Fields of the stored row that had come to differ from the history before this event. */
  drift: string[];
  /** For each field of `user`, the step that set it; missing when it is older than the history. */
  setBy: Record<string, number>;
}

export interface Replay {
  /** Oldest first. */
  steps: ReplayStep[];
  /** Fields of the row as it is now that the history does not explain. */
  driftNow: string[];
}

/** What the deployment holds now, as `users.get` has it. Of a file's deployment it is not known. */
export interface StoredUser {
  user: UserSnapshot | null;
  tombstone: Tombstone | null;
}

/** Outcomes for which the users row was read, so that `before` is what was stored. */
const READ_THE_ROW = new Set(['applied', 'unchanged', 'stale']);

/**
 * Replays a user's events by the planner, from the row before the oldest. Where the stored row is
 * not what the replay says, the step is marked and the replay goes on from what was stored.
 * `workspace_id` is the app's own and never a difference.
 *
 * @param entries newest first, as `webhookAudit.history` has them
 * @param now null for the deliveries of a file: others may be missing between them, so what was
 *   stored otherwise than the replay has it is no mark
 */
export function replayHistory(entries: readonly HistoryEntry[], now: StoredUser | null): Replay {
  const oldestFirst = entries.toReversed();
  let user = oldestFirst.find(({ row }) => READ_THE_ROW.has(row.outcome))?.before ?? null;
  let tombstone = tombstoneBefore(oldestFirst, now);
  let setBy: Record<string, number> = {};

  const steps = oldestFirst.map((entry, index): ReplayStep => {
    const { row } = entry;
    let drift: string[] = [];
    if (READ_THE_ROW.has(row.outcome)) {
      drift = differingFields(user, entry.before);
      for (const field of drift) delete setBy[field];
      user = entry.before;
    }
    const before = user;
    ({ user, tombstone } = afterEvent(entry, before, tombstone));
    const differing = differingFields(before, user);
    // A viewer's masked values look the same: the audit row knows better.
    const set = new Set([...differing, ...(row.outcome === 'applied' ? row.changed : [])]);
    if (set.has('email')) set.add('email_lower');
    setBy = user === null ? {} : { ...setBy };
    for (const field of set) if (user !== null) setBy[field] = index;
    return { row, user, set: [...set], drift: now === null ? [] : drift, setBy };
  });

  const driftNow = now === null || steps.length === 0 ? [] : differingFields(user, now.user);
  return { steps, driftNow };
}

interface State {
  user: UserSnapshot | null;
  tombstone: Tombstone | null;
}

/** Failed deliveries rolled back, and duplicates were never planned: neither moves the row. */
function afterEvent(
  { row, body, after }: HistoryEntry,
  user: UserSnapshot | null,
  tombstone: Tombstone | null,
): State {
  if (row.outcome === 'failed' || row.outcome === 'duplicate') return { user, tombstone };
  const parsed = parseClerkEvent(body);
  // The payload is gone: what was recorded is all there is.
  if (parsed.kind !== 'event') return { user: after, tombstone };
  const plan = planUserChange(user as UserRow | null, tombstone, userEventOf(parsed.event), {
    force: row.redispatch?.forced,
    edited: row.redispatch?.edited,
  });
  return { user: plan.user, tombstone: plan.tombstone };
}

/**
 * Whether the user was deleted before the history begins. The first event that met a tombstone, or
 * that cannot have met one, tells; without any, what is there now.
 */
function tombstoneBefore(
  entries: readonly HistoryEntry[],
  now: StoredUser | null,
): Tombstone | null {
  const telling = entries.find(({ row }) => READ_THE_ROW.has(row.outcome));
  if (telling === undefined) return now?.tombstone ?? null;
  if (telling.row.outcome !== 'stale' || telling.before !== null) return null;
  return now?.tombstone ?? { clerk_id: telling.row.clerk_user_id ?? '', deleted_at: 0 };
}

function differingFields(a: UserSnapshot | null, b: UserSnapshot | null): string[] {
  const names = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]);
  names.delete('workspace_id');
  return [...names].filter((name) => !name.startsWith('_') && a?.[name] !== b?.[name]);
}

/** The replay as a document of a worker: a history's payloads may be 4 MiB. */
export function openReplay(entries: HistoryEntry[], now: StoredUser) {
  const replay = replayHistory(entries, now);
  return { all: () => replay };
}
