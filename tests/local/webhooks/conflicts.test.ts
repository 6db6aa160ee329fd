/**
 * Receiving, re-dispatching, batches, reconciling and erasing have the same result when 30 % of all
 * commits meet a conflict, and nothing is applied twice. Callers try again, as Svix and operators
 * do.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { endOfBatch, type Deployment } from '../../behaviours/deployment.ts';
import { SECRET_KEY, startClerkApi } from '../../fixtures/deployments/clerkApi.ts';
import {
  clerkEvent,
  clerkUser,
  NOON,
  userCreated,
  userUpdated,
  withEmail,
  type ClerkEventBody,
} from '../../fixtures/data/clerkEvents.ts';
import { arrivals, endOf, renamed, storedEndOf } from '../../fixtures/data/histories.ts';
import { deploymentWith } from './deployment.ts';

const clerk = await startClerkApi([]);
afterAll(async () => await clerk.close());

/** Convex gives up a mutation after five conflicts; its caller tries again. */
async function untilDone<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!String(error).includes('changed while this mutation was being run')) throw error;
    }
  }
}

/** Anything that starts after this has a later time than everything before it. */
async function nextMillisecond(): Promise<number> {
  const last = Date.now();
  await vi.waitUntil(() => Date.now() > last, { interval: 1 });
  return Date.now();
}

describe.each([0, 0.3])('with a share of %d of all commits in conflict', (rate) => {
  let deployment: Deployment;
  let accessKey: string;
  beforeAll(async () => {
    const env = { CLERK_SECRET_KEY: SECRET_KEY, CLERK_API_URL: clerk.url };
    deployment = await deploymentWith({}, env, { rate, seed: 7 });
    const who = { name: 'QA laptop', role: 'redispatcher' } as const;
    ({ accessKey } = await untilDone(
      async () => await deployment.action(internal.webhookAdmin.issueAccessKey, who),
    ));
  });

  /** Sends an event until the answer is 200, as Svix does. */
  async function deliver(event: ClerkEventBody, svix_id: string): Promise<Id<'webhookAudit'>> {
    for (;;) {
      const { status, id } = await deployment.deliver(event, { svix_id });
      if (status === 200) return id!;
    }
  }

  async function rowsThat(are: (row: AuditRow) => boolean): Promise<AuditRow[]> {
    const found: AuditRow[] = [];
    for (let after = 0n; ;) {
      const rows = await deployment.query(api.webhookAudit.tail, { accessKey, after });
      if (rows.length === 0) return found;
      found.push(...rows.filter(are));
      after = rows.at(-1)!.seq;
    }
  }

  const user = async (clerk_id: string) =>
    await deployment.query(api.webhookAudit.user, { accessKey, clerk_id });

  test("reconciling leaves the rows of Clerk's users, each mended by one delivery", async () => {
    const people = Array.from({ length: 40 }, (_, n) =>
      clerkUser({ id: `user_clerk${n}`, created_at: NOON + n, updated_at: NOON + 1000 }),
    );
    clerk.users = people;
    for (const data of people.slice(0, 10)) {
      await deliver({ ...userCreated(), data }, `msg_${String(data.id)}`);
    }
    await deliver(userCreated({ id: 'user_gone' }), 'msg_gone');
    await nextMillisecond();

    type Args = { apply?: boolean; remove?: number; run?: Id<'webhookReconciliations'> };
    let args: Args = { apply: true, remove: 1 };
    const report = await untilDone(async () => {
      const [begun] = await deployment.query(internal.webhookAdmin.reconciliations, {});
      if (begun !== undefined) args = { run: begun.run };
      return await deployment.action(internal.webhookAdmin.reconcile, args);
    });
    expect(report).toMatchObject({ state: 'done', created: 30, updated: 0, removed: 1 });
    const mended = await rowsThat(({ svix_id }) => svix_id.startsWith('reconcile_'));
    expect(mended.map(({ outcome }) => outcome)).toEqual(Array(31).fill('applied'));
    expect(new Set(mended.map(({ clerk_user_id }) => clerk_user_id)).size).toBe(31);
    expect((await user('user_clerk39')).row).toMatchObject({ clerk_created_at: NOON + 39 });
    expect((await user('user_gone')).row).toBeNull();
  });

  test('deliveries, some at once, leave the rows that the model expects, and apply no event twice', async () => {
    const histories = fc.sample(arrivals, { numRuns: 12, seed: 7 });
    for (const [played, random] of histories.entries()) {
      const history = renamed(random, `_history${played}`);
      for (let next = 0; next < history.length; next += 3) {
        const some = history.slice(next, next + 3);
        await Promise.all(some.map(({ event, svix_id }) => deliver(event.body, svix_id)));
      }
      expect(await storedEndOf(history, user)).toEqual(await endOf(history));
    }
    const applied = await rowsThat(({ outcome }) => outcome === 'applied');
    const events = applied.map(({ event_id }) => event_id);
    expect(events.length).toBe(new Set(events).size);
  });

  test('two re-dispatches at once with one key are one row', async () => {
    const id = await deliver(userCreated({ id: 'user_pressed' }), 'msg_pressed');
    const press = { accessKey, id, idempotency_key: 'one_press' };
    const send = async () => await deployment.mutation(api.webhookAudit.redispatch, press);
    const [first, second] = await Promise.all([untilDone(send), untilDone(send)]);
    expect(first).toEqual(second);
    expect(await rowsThat(({ redispatch }) => redispatch?.of === id)).toMatchObject([
      { _id: first.id, svix_id: 'redispatch_one_press' },
    ]);
  });

  test('two batches started at once with one key are one, which sends each event once', async () => {
    const since = await nextMillisecond();
    const ids: Id<'webhookAudit'>[] = [];
    for (let n = 0; n < 15; n++) {
      ids.push(await deliver(userCreated({ id: `user_batch${n}` }), `msg_batch${n}`));
    }
    const selection = { where: { event_type: 'user.created' }, since };
    const request = { accessKey, key: 'one batch', selection };
    const start = async () => await deployment.mutation(api.webhookAudit.startBatch, request);
    const [id, same] = await Promise.all([untilDone(start), untilDone(start)]);
    expect(same).toBe(id);

    // Runs steps in parallel with the scheduler's, as after a crash.
    const { stepBatch } = internal.webhookAdmin;
    for (let n = 0; n < 15; n++) {
      const { cursor } = await deployment.query(api.webhookAudit.batch, { accessKey, id });
      await untilDone(async () => await deployment.mutation(stepBatch, { id, cursor }));
    }
    await untilDone(async () => await deployment.mutation(internal.webhookAdmin.resumeBatches, {}));
    const counts = { applied: 0, unchanged: 15, failed: 0 };
    expect(await endOfBatch(deployment, accessKey, id)).toMatchObject({ state: 'done', counts });
    const sent = await rowsThat(({ redispatch }) => redispatch?.batch === id);
    expect(sent.map(({ redispatch }) => redispatch!.of)).toEqual(ids);
    const batches = await deployment.query(api.webhookAudit.batches, { accessKey });
    expect(batches.filter(({ key }) => key === 'one batch')).toHaveLength(1);
  });

  test('a user is forgotten for good, and the audit rows stay', async () => {
    const id = 'user_forgotten';
    const person = { id, first_name: 'Wilhelmina', ...withEmail('wilhelmina@example.com') };
    const session = clerkEvent('session.created', { id: 'sess_1', user_id: id });
    await deliver(userCreated(person), 'msg_forgotten1');
    await deliver(
      userUpdated({ ...person, updated_at: NOON + 1000, username: 'mina' }),
      'msg_forgotten2',
    );
    await deliver(session, 'msg_forgotten3');
    const of = { clerk_id: id };
    expect(
      await untilDone(async () => await deployment.mutation(internal.webhookAdmin.forgetUser, of)),
    ).toEqual({ state: 'started' });
    await untilDone(
      async () => await deployment.mutation(internal.webhookAdmin.resumeErasures, {}),
    );
    while ((await deployment.query(internal.webhookAdmin.erasures, {})).length > 0);
    await deliver(userUpdated({ ...person, updated_at: NOON + 2000 }), 'msg_forgotten4');

    expect(await user(id)).toMatchObject({
      row: null,
      subject: { deleted_at: expect.any(Number) },
    });
    const rows = await rowsThat(({ clerk_user_id }) => clerk_user_id === id);
    expect(rows.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied',
      'ignored',
      'applied',
      'stale',
    ]);
    for (const { _id } of rows) {
      const delivery = await deployment.query(api.webhookAudit.get, { accessKey, id: _id });
      const text = JSON.stringify(delivery, (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      expect(text).not.toMatch(/wilhelmina|mina@|"mina"/i);
    }
    const search = { accessKey, text: 'wilhelmina', before: null };
    expect(await deployment.query(api.webhookAudit.search, search)).toMatchObject({ rows: [] });
  });
});
