/** How a batch of re-dispatches behaves, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import { MASK } from '../../convex/shared/masking.ts';
import type { Selection } from '../../convex/shared/selection.ts';
import { NOON, userCreated, userUpdated, withEmail } from '../fixtures/clerkEvents.ts';
import {
  endOfBatch,
  issueKey,
  record,
  refusalOf,
  rowsOf,
  type StartDeployment,
} from './deployment.ts';

const ADA = 'user_2ada';
const GRACE = { id: 'user_2grace', first_name: 'Grace', ...withEmail('grace@example.com') };

export function describeBatch(start: StartDeployment): void {
  /** A deployment with a redispatcher's key, and short ways to ask. */
  async function begin() {
    const deployment = await start();
    const { accessKey } = await issueKey(deployment);
    let keys = 0;
    type Request = { selection: Selection; key?: string; force?: boolean; note?: string };
    const startBatch = async (request: Request) =>
      await deployment.mutation(api.redispatch.startBatch, {
        accessKey,
        key: `key ${++keys}`,
        ...request,
      });
    const rows = async () => await rowsOf(deployment, accessKey);
    return {
      deployment,
      accessKey,
      startBatch,
      rows,
      /** Starts a batch and waits for its end. */
      runBatch: async (request: Request) =>
        await endOfBatch(deployment, accessKey, await startBatch(request)),
      /** What a batch sent: the originals, in the order of sending. */
      sentBy: async (batch: Id<'redispatchBatches'>) =>
        (await rows())
          .filter(({ redispatch }) => redispatch?.batch === batch)
          .map(({ redispatch }) => redispatch!.of),
      previewAll: async (selection: Selection, force?: boolean) => {
        const counts: Record<string, number> = {};
        const users = new Map<string, Record<string, any>>();
        for (let next: string | null = null, state: string | null = null, done = false; !done;) {
          const part: Awaited<ReturnType<typeof ask>> = await ask(selection, force, next, state);
          ({ next, state, done } = part);
          for (const [outcome, count] of Object.entries(part.counts)) {
            counts[outcome] = (counts[outcome] ?? 0) + count;
          }
          for (const user of part.users) users.set(user.clerk_id, user);
        }
        return { counts, users: [...users.values()] };
      },
    };

    async function ask(
      selection: Selection,
      force: boolean | undefined,
      next: string | null,
      state: string | null,
    ) {
      return await deployment.query(api.redispatch.previewMany, {
        accessKey,
        selection,
        force,
        next,
        state,
      });
    }
  }

  /** Ada is created and changed twice, Grace is created. The newest change comes first. */
  async function withHistory() {
    const started = await begin();
    const { deployment } = started;
    const newest = await record(
      deployment,
      userUpdated({ updated_at: NOON + 2000, username: 'a2' }),
    );
    const created = await record(deployment, userCreated());
    const changed = await record(deployment, userUpdated({ username: 'a1' }));
    const grace = await record(deployment, userCreated(GRACE));
    return { ...started, newest, created, changed, grace };
  }

  describe('a batch by ids', () => {
    test('sends each event once, oldest first, and says so in the rows and in its counts', async () => {
      const { runBatch, sentBy, rows, newest, created, changed } = await withHistory();
      const ids = [changed, newest, changed, created];
      const batch = await runBatch({ selection: { ids }, note: 'after the deploy' });
      expect(await sentBy(batch._id)).toEqual([newest, created, changed]);
      expect(batch).toMatchObject({
        state: 'done',
        total: 3,
        skipped: 0,
        force: false,
        note: 'after the deploy',
        by: 'QA laptop',
        counts: { applied: 0, unchanged: 1, duplicate: 0, stale: 2, ignored: 0, failed: 0 },
      });
      expect((await rows()).at(-1)).toMatchObject({
        source: 'redispatch',
        redispatch: { by: 'QA laptop', note: 'after the deploy', edited: false, forced: false },
      });
    });

    test('with force ends in the last event sent', async () => {
      const { deployment, accessKey, runBatch, created, changed } = await withHistory();
      await runBatch({ selection: { ids: [changed, created] }, force: true });
      const { user } = await deployment.query(api.users.get, { accessKey, clerk_id: ADA });
      expect(user).toMatchObject({ username: 'a1', clerk_updated_at: NOON + 2000 });
    });

    test('sends an event once of which several attempts were chosen', async () => {
      const { deployment, runBatch, sentBy } = await begin();
      const first = await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const second = await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const batch = await runBatch({ selection: { ids: [first, second] } });
      expect(await sentBy(batch._id)).toEqual([second]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });

    test('passes over re-dispatches', async () => {
      const { deployment, accessKey, runBatch, sentBy, created } = await withHistory();
      const { id } = await deployment.mutation(api.redispatch.run, { accessKey, id: created });
      const batch = await runBatch({ selection: { ids: [id, created] } });
      expect(await sentBy(batch._id)).toEqual([created]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });
  });

  describe('a batch by a filter', () => {
    test('sends what the filter finds, oldest first', async () => {
      const { runBatch, sentBy, newest, created, changed } = await withHistory();
      const batch = await runBatch({ selection: { where: { clerk_user_id: ADA }, since: 0 } });
      expect(await sentBy(batch._id)).toEqual([newest, created, changed]);
      expect(batch).toMatchObject({ state: 'done', total: 3, skipped: 0 });
    });

    test.each(['svix_id', 'event_type', 'outcome', 'clerk_user_id'] as const)(
      'finds by %s',
      async (field) => {
        const { deployment, accessKey, runBatch, sentBy, grace } = await withHistory();
        const { row } = await deployment.query(api.webhookAudit.get, { accessKey, id: grace });
        const where = { [field]: row[field] } as Extract<Selection, { where: unknown }>['where'];
        const batch = await runBatch({ selection: { where, since: 0 } });
        const sent = await sentBy(batch._id);
        expect(sent).toContain(grace);
        for (const id of sent) {
          const { row: one } = await deployment.query(api.webhookAudit.get, { accessKey, id });
          expect(one[field]).toBe(row[field]);
        }
      },
    );

    test('keeps to its time span', async () => {
      const { rows, runBatch, sentBy } = await withHistory();
      const millisecondOf = ({ seq }: { seq: bigint }) => Number(seq / 1_000_000n);
      const ada = (await rows()).filter(({ clerk_user_id }) => clerk_user_id === ADA);
      const [first, second, third] = ada.map(millisecondOf) as [number, number, number];
      const spans = [
        { since: 0, until: first - 1 },
        { since: first, until: first },
        { since: second, until: third },
        { since: first + 1 },
        { since: third + 1 },
      ];
      for (const span of spans) {
        const { since, until = Infinity } = span;
        const expected = ada.filter((row) => {
          const at = millisecondOf(row);
          return since <= at && at <= until;
        });
        const batch = await runBatch({ selection: { where: { clerk_user_id: ADA }, ...span } });
        expect(await sentBy(batch._id)).toEqual(expected.map(({ _id }) => _id));
        expect(batch.total).toBe(expected.length);
      }
    });

    test('never meets its own rows, nor those of another batch', async () => {
      const { runBatch, rows } = await withHistory();
      const selection = { where: { event_type: 'user.created' }, since: 0 };
      for (let round = 1; round <= 3; round++) {
        const batch = await runBatch({ selection, force: true });
        expect(batch).toMatchObject({ state: 'done', total: 2 });
        expect(await rows()).toHaveLength(4 + 2 * round);
      }
    });

    test('sends an event once, at its newest attempt', async () => {
      const { deployment, runBatch, sentBy } = await begin();
      await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const second = await record(deployment, userCreated(), { svix_id: 'msg_twice' });
      const batch = await runBatch({ selection: { where: { svix_id: 'msg_twice' }, since: 0 } });
      expect(await sentBy(batch._id)).toEqual([second]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });

    test('passes over events whose newest row no longer has the selected outcome', async () => {
      const { deployment, accessKey, runBatch, sentBy, created, changed } = await withHistory();
      const id = created;
      await deployment.mutation(api.redispatch.run, { accessKey, id, force: true });
      const batch = await runBatch({ selection: { where: { outcome: 'stale' }, since: 0 } });
      expect(await sentBy(batch._id)).toEqual([changed]);
      expect(batch).toMatchObject({ total: 2, skipped: 1 });
    });

    test('of nothing is done at once', async () => {
      const { runBatch } = await withHistory();
      const batch = await runBatch({ selection: { where: { outcome: 'failed' }, since: 0 } });
      expect(batch).toMatchObject({ state: 'done', total: 0, skipped: 0 });
    });
  });

  describe('starting, watching and ending batches', () => {
    test('the same key gives the same batch, which sends nothing again', async () => {
      const { startBatch, runBatch, sentBy, created } = await withHistory();
      const request = { key: 'chosen by the panel', selection: { ids: [created] } };
      const batch = await runBatch(request);
      expect(await startBatch(request)).toBe(batch._id);
      expect(await sentBy(batch._id)).toHaveLength(1);
    });

    test('batches are listed, the newest first', async () => {
      const { deployment, accessKey, runBatch, created, grace } = await withHistory();
      const first = await runBatch({ selection: { ids: [created] } });
      const second = await runBatch({ selection: { ids: [grace] } });
      const listed = await deployment.query(api.redispatch.batches, { accessKey });
      expect(listed).toEqual([second, first]);
    });

    test('one that has ended stays as it is when cancelled', async () => {
      const { deployment, accessKey, runBatch, created } = await withHistory();
      const batch = await runBatch({ selection: { ids: [created] } });
      const id = batch._id;
      expect(await deployment.mutation(api.redispatch.cancelBatch, { accessKey, id })).toEqual(
        batch,
      );
    });

    test('a viewer sees batches with their notes masked, and cancels none', async () => {
      const { deployment, runBatch, created } = await withHistory();
      const batch = await runBatch({ selection: { ids: [created] }, note: 'Ada called' });
      const { accessKey } = await issueKey(deployment, 'viewer');
      const id = batch._id;
      expect(await deployment.query(api.redispatch.batch, { accessKey, id })).toEqual({
        ...batch,
        note: MASK,
      });
      expect(await deployment.query(api.redispatch.batches, { accessKey })).toMatchObject([
        { note: MASK },
      ]);
      const cancel = deployment.mutation(api.redispatch.cancelBatch, { accessKey, id });
      expect(await refusalOf(cancel)).toMatchObject({ code: 'role_refused' });
    });

    const refused: [
      name: string,
      request: { key?: string; note?: string; selection: Selection },
    ][] = [
      ['no ids', { selection: { ids: [] } }],
      ['a time that is none', { selection: { where: { outcome: 'failed' }, since: NaN } }],
      [
        'an end that is none',
        { selection: { where: { outcome: 'failed' }, since: 0, until: Infinity } },
      ],
      ['an empty key', { key: '', selection: { where: { outcome: 'failed' }, since: 0 } }],
      [
        'a note that is too long',
        { note: 'x'.repeat(501), selection: { where: { outcome: 'failed' }, since: 0 } },
      ],
    ];
    test.each(refused)('%s is refused', async (_, request) => {
      const { deployment, accessKey, startBatch } = await begin();
      expect(await refusalOf(startBatch(request))).toMatchObject({ code: 'bad_request' });
      expect(await deployment.query(api.redispatch.batches, { accessKey })).toEqual([]);
    });
  });

  describe('the preview of a selection', () => {
    test.each([false, true])('says what the batch does (force: %s)', async (force) => {
      const { previewAll, runBatch, deployment, accessKey } = await withHistory();
      const selection = { where: { clerk_user_id: ADA }, since: 0 };
      const previewed = await previewAll(selection, force);
      const batch = await runBatch({ selection, force });
      expect(previewed.counts).toEqual(batch.counts);
      const { user } = await deployment.query(api.users.get, { accessKey, clerk_id: ADA });
      for (const { after } of previewed.users) expect(after).toEqual(user);
    });

    test('plans each event on top of those before it', async () => {
      const { previewAll, created, changed } = await withHistory();
      const { counts, users } = await previewAll({ ids: [changed, created] }, true);
      expect(counts).toMatchObject({ applied: 2, stale: 0 });
      expect(users).toMatchObject([
        {
          clerk_id: ADA,
          user_label: 'Ada Lovelace',
          changed: ['username'],
          before: { username: 'a2' },
          after: { username: 'a1' },
        },
      ]);
    });

    test('writes nothing', async () => {
      const { previewAll, rows, deployment, accessKey } = await withHistory();
      const before = await deployment.query(api.users.list, { accessKey });
      await previewAll({ where: { clerk_user_id: ADA }, since: 0 }, true);
      expect(await rows()).toHaveLength(4);
      expect(await deployment.query(api.users.list, { accessKey })).toEqual(before);
    });

    test.each([
      [{ next: 'somewhere' }, /`next`/],
      [{ state: '{"users":' }, /`state`/],
      [{ state: '{}' }, /`state`/],
    ])('refuses %j, which no call returned', async (carried, message) => {
      const { deployment, accessKey, created } = await withHistory();
      const selection = { ids: [created] };
      const call = deployment.query(api.redispatch.previewMany, {
        accessKey,
        selection,
        ...carried,
      });
      expect(await refusalOf(call)).toMatchObject({
        code: 'bad_request',
        message: expect.stringMatching(message),
      });
    });
  });
}
