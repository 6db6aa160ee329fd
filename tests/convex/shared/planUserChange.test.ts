import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planUserChange, type UserPlan } from '../../../convex/shared/planUserChange.ts';
import type { UserUpsert } from '../../../convex/shared/userEvent.ts';
import { userEventOf } from '../../../convex/shared/clerkUser.ts';
import { parseClerkEvent } from '../../../convex/shared/clerkEvent.ts';
import type { Tombstone, UserRow } from '../../../convex/shared/userRow.ts';
import { arrivals, endOf, storedEnd, type Arrival } from '../../fixtures/histories.ts';
import { printedSeed } from '../../fixtures/seed.ts';

const fields = { email: 'ada@example.com', email_lower: 'ada@example.com', clerk_created_at: 1 };

function upsert(updated_at: number, event_at: number, first_name = 'Ada'): UserUpsert {
  return { kind: 'upsert', clerk_id: 'u', updated_at, event_at, fields: { ...fields, first_name } };
}

function row(updated_at: number, event_at: number, first_name = 'Ada'): UserRow {
  const { user } = planUserChange(null, null, upsert(updated_at, event_at, first_name));
  return { ...user!, workspace_id: 'w1' };
}

const deletion = { kind: 'delete' as const, clerk_id: 'u', event_at: 50 };
const tombstone: Tombstone = { clerk_id: 'u', deleted_at: 50 };

describe('the order of creates and updates', () => {
  test.each([
    ['a later updated_at wins', upsert(11, 5, 'Bea'), 'update'],
    ['an earlier updated_at loses, however late it was sent', upsert(9, 99, 'Bea'), 'stale'],
    ['at the same updated_at the later envelope wins', upsert(10, 11, 'Bea'), 'update'],
    ['at the same updated_at the earlier envelope loses', upsert(10, 9, 'Bea'), 'stale'],
    ['at the same times the greater fields win', upsert(10, 10, 'Bea'), 'update'],
    ['at the same times the lesser fields lose', upsert(10, 10, 'Aaa'), 'stale'],
    ['the very same event changes nothing', upsert(10, 10, 'Ada'), 'unchanged'],
    ['the same fields later change nothing', upsert(12, 12, 'Ada'), 'unchanged'],
  ])('%s', (_name, event, kind) => {
    expect(planUserChange(row(10, 10), null, event).kind).toBe(kind);
  });

  test('an unchanged event still moves the order keys', () => {
    const { user } = planUserChange(row(10, 10), null, upsert(12, 13));
    expect(user).toMatchObject({ clerk_updated_at: 12, clerk_event_at: 13 });
  });

  test('a field that the event lacks is cleared, and the workspace stays', () => {
    const event: UserUpsert = { ...upsert(11, 11), fields: { clerk_created_at: 1 } };
    const plan = planUserChange(row(10, 10), null, event);
    expect(plan.changed).toEqual(['email', 'first_name']);
    expect(plan.user).toEqual({
      clerk_id: 'u',
      workspace_id: 'w1',
      clerk_created_at: 1,
      clerk_updated_at: 11,
      clerk_event_at: 11,
    });
  });
});

describe('a delete', () => {
  test('removes the row and is final', () => {
    const plan = planUserChange(row(10, 10), null, deletion);
    expect(plan).toMatchObject({ kind: 'delete', user: null, tombstone });
    expect(planUserChange(null, tombstone, upsert(99, 99)).kind).toBe('stale');
  });

  test('older than the row removes it all the same', () => {
    expect(planUserChange(row(90, 90), null, deletion)).toMatchObject({
      kind: 'delete',
      user: null,
    });
  });

  test('of a user that is not there leaves a tombstone', () => {
    expect(planUserChange(null, null, deletion)).toMatchObject({ kind: 'unchanged', tombstone });
  });

  test('told twice keeps the earlier time', () => {
    const later = { ...deletion, event_at: 70 };
    expect(planUserChange(null, tombstone, later).tombstone).toEqual(tombstone);
    expect(planUserChange(null, { clerk_id: 'u', deleted_at: 70 }, deletion).tombstone).toEqual(
      tombstone,
    );
  });
});

describe('a re-dispatch', () => {
  test('edited, with equal order keys, is applied even with lesser fields', () => {
    const plan = planUserChange(row(10, 10), null, upsert(10, 10, 'Aaa'), { edited: true });
    expect(plan).toMatchObject({ kind: 'update', user: { first_name: 'Aaa' } });
  });

  test('edited, but older, needs force', () => {
    const older = upsert(9, 9, 'Bea');
    expect(planUserChange(row(10, 10), null, older, { edited: true }).kind).toBe('stale');
    const forced = planUserChange(row(10, 10), null, older, { edited: true, force: true });
    expect(forced).toMatchObject({ kind: 'update', user: { first_name: 'Bea' } });
  });

  test('forced keeps the order keys of the row, so that a late genuine retry cannot undo it', () => {
    const forced = planUserChange(row(10, 10), null, upsert(5, 99, 'Bea'), { force: true });
    expect(forced.user).toMatchObject({ clerk_updated_at: 10, clerk_event_at: 10 });
    expect(planUserChange(forced.user, null, upsert(7, 7, 'Cleo')).kind).toBe('stale');
  });

  test.each([
    ['greater fields', upsert(10, 10, 'Bea'), 'stale'],
    ['lesser fields', upsert(10, 10, 'Aaa'), 'stale'],
    ['the same fields', upsert(10, 10, 'Ada'), 'unchanged'],
    ['a later time', upsert(10, 11, 'Bea'), 'update'],
  ])('is not undone by a late retry of its event with equal order keys: %s', (_, retry, kind) => {
    expect(planUserChange(row(10, 10), null, retry, { redispatched: true }).kind).toBe(kind);
  });

  test('forced passes the tombstone and removes it', () => {
    const forced = planUserChange(null, tombstone, upsert(5, 5), { force: true });
    expect(forced).toMatchObject({ kind: 'create', user: { first_name: 'Ada' }, tombstone: null });
  });
});

test('an event that says nothing of a user leaves everything as it was', () => {
  const event = { kind: 'none' as const, reason: 'Not about users.' };
  const user = row(10, 10);
  expect(planUserChange(user, null, event)).toEqual({
    kind: 'ignored',
    reason: 'Not about users.',
    changed: [],
    user,
    tombstone: null,
  });
});

describe('of 2,000 random histories', () => {
  const runs = { numRuns: 2000, seed: printedSeed('planner') };

  test('each ends where the model says, in whatever order and however often its events arrive', () => {
    fc.assert(
      fc.property(arrivals, (history) => {
        const { users, tombstones } = play(history);
        expect(storedEnd(users, tombstones)).toEqual(endOf(history));
      }),
      runs,
    );
  });

  test('no step lowers order keys, revives the deleted, or calls anything changed that is not', () => {
    fc.assert(
      fc.property(arrivals, (history) => {
        play(history, (before, { kind, changed, user, tombstone: after }) => {
          const wrote = kind === 'create' || kind === 'update' || kind === 'delete';
          expect(changed.length > 0).toBe(wrote);
          expect(user !== null && after !== null).toBe(false);
          if (before.tombstone) expect(after).not.toBeNull();
          if (before.user && user) {
            expect(user.clerk_updated_at).toBeGreaterThanOrEqual(before.user.clerk_updated_at);
          }
        });
      }),
      runs,
    );
  });
});

interface State {
  user: UserRow | null;
  tombstone: Tombstone | null;
}

function play(history: Arrival[], onStep?: (before: State, plan: UserPlan) => void) {
  const states = new Map<string, State>();
  for (const { event } of history) {
    const parsed = parseClerkEvent(JSON.stringify(event.body));
    if (parsed.kind !== 'event') throw new Error(parsed.reason);
    const before = states.get(event.clerk_id) ?? { user: null, tombstone: null };
    const plan = planUserChange(before.user, before.tombstone, userEventOf(parsed.event));
    onStep?.(before, plan);
    states.set(event.clerk_id, plan);
  }
  const ends = [...states.values()];
  return {
    users: ends.flatMap(({ user }) => user ?? []),
    tombstones: ends.flatMap((end) => end.tombstone ?? []),
  };
}
