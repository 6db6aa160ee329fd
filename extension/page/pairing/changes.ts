import type { ClerkAnswer } from '../clerk/clerkAnswer.ts';
import type { ClerkCall } from '../clerk/clerkCall.ts';
import type { PageUser } from '../clerk/pageUser.ts';

/** A call that the page made to Clerk, with its answer. Times are milliseconds since 1970. */
export interface AnsweredCall {
  name: string;
  kind: ClerkCall['kind'];
  startedAt: number;
  finishedAt: number;
  answer: ClerkAnswer;
}

/** The user that the page itself had at a moment. */
export interface Sighting {
  at: number;
  user: PageUser;
}

/** A change of one user at Clerk that the page has caused. */
export interface PageChange {
  /** Identifies the change, however many answers tell of it. */
  key: string;
  kind: 'created' | 'updated' | 'deleted';
  userId: string;
  /** The user's version after the change; null where the id alone identifies the change. */
  updatedAt: number | null;
  call: Pick<AnsweredCall, 'name' | 'startedAt' | 'finishedAt'>;
  /**
   * Whether the answer to the call itself is the change; otherwise a simultaneous call may be its
   * cause.
   */
  isOwn: boolean;
}

/** If no version of a user is known, a version this much older than the call was not made by it. */
const CLOCKS_WITHIN_MS = 5_000;
/** Older changes are dropped. */
const KEPT = 50;

/**
 * The changes that calls made, oldest first. A call to `/me` changed the user if its answer has a
 * newer version than was known before the call began. A sign-up and a delete say so themselves. The
 * result depends only on the times of the calls, not on the order in which they are reported.
 */
export function changesOf(
  calls: readonly AnsweredCall[],
  sightings: readonly Sighting[] = [],
): PageChange[] {
  const found = new Map<string, PageChange>();
  const known = versionsOf(calls, sightings);
  for (const call of [...calls].sort((a, b) => a.finishedAt - b.finishedAt)) {
    for (const change of changesBy(call, known)) {
      const before = found.get(change.key);
      // Of two simultaneous calls, both answers may have the new version.
      if (before === undefined || (change.isOwn && !before.isOwn)) found.set(change.key, change);
    }
  }
  return [...found.values()]
    .sort(
      (a, b) => a.call.finishedAt - b.call.finishedAt || (a.updatedAt ?? 0) - (b.updatedAt ?? 0),
    )
    .slice(-KEPT);
}

interface Version {
  id: string;
  updatedAt: number;
  /** When it became known. */
  at: number;
}

function versionsOf(calls: readonly AnsweredCall[], sightings: readonly Sighting[]): Version[] {
  const versions = sightings.map(({ at, user }) => ({
    id: user.id,
    updatedAt: user.updated_at,
    at,
  }));
  for (const { finishedAt, answer } of calls) {
    for (const { id, updated_at } of usersIn(answer)) {
      versions.push({ id, updatedAt: updated_at, at: finishedAt });
    }
  }
  return versions;
}

function changesBy(call: AnsweredCall, versions: Version[]): PageChange[] {
  const { kind, answer } = call;
  const told = (kind: PageChange['kind'], userId: string, updatedAt: number | null) => ({
    key: [kind, userId, updatedAt].join(' '),
    kind,
    userId,
    updatedAt,
    call: { name: call.name, startedAt: call.startedAt, finishedAt: call.finishedAt },
    isOwn: updatedAt === null || answer.own !== null,
  });
  if (kind === 'sign up') {
    return answer.createdId === null ? [] : [told('created', answer.createdId, null)];
  }
  if (kind === 'delete') {
    return answer.deletedId === null ? [] : [told('deleted', answer.deletedId, null)];
  }
  if (kind !== 'update') return [];
  const user = answer.own ?? answer.active;
  if (!user || user.updated_at <= knownBefore(call, user.id, versions)) return [];
  return [told('updated', user.id, user.updated_at)];
}

function knownBefore({ startedAt }: AnsweredCall, id: string, versions: Version[]): number {
  let newest = -Infinity;
  for (const version of versions) {
    // Not in the same millisecond: the call itself may have made that version.
    if (version.id === id && version.at < startedAt) newest = Math.max(newest, version.updatedAt);
  }
  return newest === -Infinity ? startedAt - CLOCKS_WITHIN_MS : newest;
}

function usersIn({ own, signedIn }: ClerkAnswer): PageUser[] {
  return own === null ? signedIn : [own, ...signedIn];
}
