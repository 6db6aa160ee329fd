import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClerkEvent } from '../../../convex/shared/clerkEvent.ts';
import { userEventOf } from '../../../convex/shared/clerkUser.ts';
import type { HistoryEntry } from '../../../convex/shared/delivery.ts';
import { planUserChange } from '../../../convex/shared/planUserChange.ts';
import type { Tombstone, UserRow } from '../../../convex/shared/userRow.ts';
import { replayHistory, type StoredUser } from '../../../extension/data/replay.ts';
import {
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
  type ClerkEventBody,
} from '../../fixtures/clerkEvents.ts';

type Row = HistoryEntry['row'];

/** What a deployment would have stored, had these events come one after the other. */
class Deployment {
  entries: HistoryEntry[] = [];
  user: UserRow | null = null;
  tombstone: Tombstone | null = null;

  receive(event: ClerkEventBody, outcome?: Row['outcome'], fields: Partial<Row> = {}): this {
    const body = JSON.stringify(event);
    const parsed = parseClerkEvent(body);
    if (parsed.kind !== 'event') throw new Error(parsed.reason);
    const plan = planUserChange(this.user, this.tombstone, userEventOf(parsed.event), {
      force: fields.redispatch?.forced,
    });
    const planned = ['create', 'update', 'delete'].includes(plan.kind) ? 'applied' : plan.kind;
    const row: Row = {
      _id: `row_${this.entries.length}` as Row['_id'],
      seq: BigInt(this.entries.length + 1),
      svix_id: `msg_${this.entries.length}`,
      attempt: 1,
      event_type: event.type,
      clerk_user_id: 'user_2ada',
      occurred_at: parsed.event.occurred_at,
      received_at: NOON + this.entries.length,
      outcome: outcome ?? (planned as Row['outcome']),
      changed: outcome === undefined ? plan.changed : [],
      payload_bytes: body.length,
      source: 'clerk',
      ...fields,
    };
    const rolledBack = outcome === 'failed' || outcome === 'duplicate';
    const before = outcome === 'duplicate' ? null : this.user;
    if (!rolledBack) ({ user: this.user, tombstone: this.tombstone } = plan);
    this.entries.unshift({ row, body, before, after: outcome === 'duplicate' ? null : this.user });
    return this;
  }

  /** Something other than a webhook writes to the row. */
  patch(fields: Partial<UserRow>): this {
    this.user = { ...this.user!, ...fields };
    return this;
  }

  get now(): StoredUser {
    return { user: this.user, tombstone: this.tombstone };
  }

  replay(entries = this.entries) {
    return replayHistory(entries, this.now);
  }
}

const grace = (updated_at: number) =>
  userUpdated({ first_name: 'Grace', updated_at, ...withEmail('grace@example.com') });

test('the row is what each event made of it, and each field knows the event that set it', () => {
  const { steps, driftNow } = new Deployment()
    .receive(userCreated())
    .receive(grace(NOON + 5000))
    .receive(userUpdated({ ...withEmail('grace@example.com'), updated_at: NOON + 9000 }))
    .replay();
  expect(steps.map(({ user }) => [user?.first_name, user?.email])).toEqual([
    ['Ada', 'ada@example.com'],
    ['Grace', 'grace@example.com'],
    ['Ada', 'grace@example.com'],
  ]);
  expect(steps[2]!.setBy).toMatchObject({ first_name: 2, email: 1, last_name: 0 });
  expect(driftNow).toEqual([]);
});

test('failed, duplicate and stale deliveries leave the row as it was', () => {
  const deployment = new Deployment().receive(userCreated());
  deployment.receive(grace(NOON + 5000), 'failed').receive(grace(NOON + 5000), 'duplicate');
  deployment.receive(userUpdated({ first_name: 'Old', updated_at: NOON - 5000 }));
  const { steps } = deployment.replay();
  expect(deployment.entries[0]!.row.outcome).toBe('stale');
  expect(steps.map(({ user }) => user?.first_name)).toEqual(['Ada', 'Ada', 'Ada', 'Ada']);
  expect(steps.slice(1).flatMap(({ set }) => set)).toEqual([]);
});

test('a delete empties the row, and only a forced re-dispatch brings it back', () => {
  const redispatch = { of: 'row_0' as Row['_id'], by: 'QA', edited: false, forced: true };
  const { steps } = new Deployment()
    .receive(userCreated())
    .receive(userDeleted())
    .receive(grace(NOON + 90_000))
    .receive(grace(NOON + 90_000), undefined, { source: 'redispatch', redispatch })
    .replay();
  expect(steps.map(({ user }) => user?.first_name)).toEqual(['Ada', undefined, undefined, 'Grace']);
  expect(steps[1]!.setBy).toEqual({});
});

test('a history that begins late starts from the row before its oldest event', () => {
  const deployment = new Deployment().receive(userCreated()).receive(grace(NOON + 5000));
  deployment.receive(userUpdated({ updated_at: NOON + 9000 }));
  const { steps } = deployment.replay(deployment.entries.slice(0, 1));
  expect(steps).toHaveLength(1);
  expect(steps[0]!.user).toEqual(deployment.user);
  expect(steps[0]!.setBy).not.toHaveProperty('last_name');
  expect(steps[0]!.drift).toEqual([]);
});

test('a delete that is older than the history still makes later events stale', () => {
  const deployment = new Deployment().receive(userCreated()).receive(userDeleted());
  deployment.receive(grace(NOON + 90_000));
  const { steps, driftNow } = deployment.replay(deployment.entries.slice(0, 1));
  expect(steps[0]!.user).toBeNull();
  expect(driftNow).toEqual([]);
});

test('a row that something else changed is marked where it shows, with the fields that differ', () => {
  const deployment = new Deployment().receive(userCreated()).patch({ username: 'by hand' });
  expect(deployment.replay().driftNow).toEqual(['username']);
  deployment.receive(userUpdated({ last_name: 'King', username: 'by hand' }));
  const { steps, driftNow } = deployment.replay();
  expect(steps.map(({ drift }) => drift)).toEqual([[], ['username']]);
  expect(steps[1]!.setBy).not.toHaveProperty('username');
  expect(driftNow).toEqual([]);
});

test('a workspace is the app’s own: it is shown and never a difference', () => {
  const deployment = new Deployment().receive(userCreated()).patch({ workspace_id: 'ws_1' });
  deployment.receive(userUpdated({ last_name: 'King' }));
  const { steps, driftNow } = deployment.replay();
  expect(steps[1]!.user?.workspace_id).toBe('ws_1');
  expect([...steps[1]!.drift, ...driftNow]).toEqual([]);
});

test('where a payload is gone, what was recorded stands', () => {
  const deployment = new Deployment().receive(userCreated()).receive(grace(NOON + 5000));
  deployment.entries[0]!.body = '';
  expect(deployment.replay().steps[1]!.user?.first_name).toBe('Grace');
});

test('masked histories are replayed, and the audit row tells what changed', () => {
  const deployment = new Deployment().receive(userCreated()).receive(grace(NOON + 5000));
  for (const entry of deployment.entries) entry.body = entry.body.replaceAll(/Ada|Grace/g, '•••');
  for (const entry of deployment.entries) {
    if (entry.before !== null) entry.before = { ...entry.before, first_name: '•••' };
  }
  expect(deployment.replay().steps[1]!.set).toContain('first_name');
});

test('of a file, which may lack deliveries, each row is right and none is marked', () => {
  const deployment = new Deployment().receive(userCreated()).receive(grace(NOON + 5000));
  deployment.receive(
    userUpdated({ first_name: 'Grace', last_name: 'Hopper', updated_at: NOON + 9000 }),
  );
  const inFile = [deployment.entries[0]!, deployment.entries[2]!];
  const { steps, driftNow } = replayHistory(inFile, null);
  expect(steps.map(({ user }) => [user?.first_name, user?.last_name])).toEqual([
    ['Ada', 'Lovelace'],
    ['Grace', 'Hopper'],
  ]);
  expect(steps[1]!.setBy).toMatchObject({ last_name: 1 });
  expect(steps[1]!.setBy).not.toHaveProperty('first_name');
  expect([...steps.flatMap(({ drift }) => drift), ...driftNow]).toEqual([]);
});

test('no events, nothing to replay', () => {
  expect(replayHistory([], { user: null, tombstone: null })).toEqual({ steps: [], driftNow: [] });
});

test('whatever came in whatever order, the replay ends at the stored row without a difference', () => {
  const events = fc.array(
    fc.record({
      kind: fc.constantFrom('created', 'updated', 'deleted'),
      at: fc.integer({ min: 0, max: 20 }),
      name: fc.constantFrom('Ada', 'Grace', 'Joan'),
      outcome: fc.constantFrom(undefined, undefined, 'failed' as const, 'duplicate' as const),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(events, fc.nat(12), (history, forgotten) => {
      const deployment = new Deployment();
      for (const { kind, at, name, outcome } of history) {
        const fields = { first_name: name, updated_at: NOON + at * 1000 };
        if (kind === 'deleted') deployment.receive(userDeleted('user_2ada', NOON + at), outcome);
        else if (kind === 'created') deployment.receive(userCreated(fields), outcome);
        else deployment.receive(userUpdated(fields), outcome);
      }
      const kept = deployment.entries.slice(0, Math.max(0, history.length - forgotten));
      const { steps, driftNow } = deployment.replay(kept);
      expect(steps.flatMap(({ drift }) => drift)).toEqual([]);
      if (kept.some(({ row }) => ['applied', 'unchanged', 'stale'].includes(row.outcome))) {
        expect(driftNow).toEqual([]);
      }
    }),
  );
});
