import { expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { all, deliver, startBackend } from '../../fixtures/deployments/backend.ts';
import { userCreated, withEmail } from '../../fixtures/data/clerkEvents.ts';
import { ADA, everything, forget, GRACE, PERSONAL, withHistory } from './forgetting.ts';

test('nothing personal of a forgotten user is left in any table', async () => {
  const { backend } = await withHistory();
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).not.toHaveLength(0);
  await forget(backend);
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});

test('the user is gone at once, and for good', async () => {
  const { backend, accessKey } = await withHistory();
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  const found = await backend.query(api.webhookAudit.user, { accessKey, clerk_id: ADA });
  expect(found).toMatchObject({ row: null, subject: { deleted_at: expect.any(Number) } });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await backend.query(api.webhookAudit.user, { accessKey, clerk_id: ADA })).toEqual(found);
});

test('audit rows stay, and say what happened and when', async () => {
  const { backend } = await withHistory();
  const before = await all(backend, 'webhookAudit');
  await forget(backend);
  const after = await all(backend, 'webhookAudit');
  expect(after.at(-1)).toMatchObject({ svix_id: expect.stringMatching(/^forget_/) });
  expect(after.slice(0, -1)).toEqual(
    before.map((row) => {
      const { user_label: _label, reason: _reason, redispatch, ...kept } = row;
      const { note: _note, ...tie } = redispatch ?? {};
      if (row.clerk_user_id !== ADA) return row;
      return redispatch === undefined ? kept : { ...kept, redispatch: tie };
    }),
  );
});

test('other users keep their payloads and labels', async () => {
  const { backend } = await withHistory();
  await forget(backend);
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.map(({ body }) => JSON.parse(body).data.id)).toEqual([GRACE.id]);
  expect(await all(backend, 'users')).toMatchObject([{ clerk_id: GRACE.id, first_name: 'Grace' }]);
});

test("a payload of somebody else that mentions the user is deleted, but the row's fields stay", async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  const mention = { private_metadata: { manager: 'ada@example.com' } };
  await deliver(backend, userCreated({ ...GRACE, ...mention }));
  await forget(backend);
  expect(await all(backend, 'webhookPayloads')).toEqual([]);
  expect((await all(backend, 'webhookAudit'))[1]).toMatchObject({ user_label: 'Grace Hopper' });
});

test('nothing is deleted of somebody whose address ends like that of the user', async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  await deliver(backend, userCreated({ ...GRACE, ...withEmail('nevada@example.com') }));
  await forget(backend);
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.map(({ body }) => JSON.parse(body).data.id)).toEqual([GRACE.id]);
});

test.each(['', ' ', 'user', 'user_', 'ada@example.com', `${ADA} `])(
  'nothing is done for %j, which is not an id of Clerk',
  async (clerk_id) => {
    const { backend } = await withHistory();
    const before = await everything(backend);
    await expect(forget(backend, clerk_id)).rejects.toThrow('`clerk_id` is not a user id of Clerk');
    expect(await everything(backend)).toEqual(before);
  },
);

test('forgetting a user who has no row is final too', async () => {
  const { backend } = await withHistory();
  await forget(backend, 'user_unknown');
  const subjects = await all(backend, 'webhookSubjects');
  expect(subjects.find(({ subject }) => subject === 'user_unknown')).toMatchObject({
    deleted_at: expect.any(Number),
  });
});

test('forgetUser answers that it has started, and erasures lists it until it is done', async () => {
  const { backend } = await withHistory();
  const answer = await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  expect(answer).toEqual({ state: 'started' });
  const listed = async () => await backend.query(internal.webhookAdmin.erasures, {});
  expect(await listed()).toEqual([
    {
      clerk_id: ADA,
      phase: 'own deliveries',
      started_at: expect.any(Number),
      updated_at: expect.any(Number),
    },
  ]);
  vi.advanceTimersToNextTimer();
  await backend.finishInProgressScheduledFunctions();
  expect(await listed()).toMatchObject([{ clerk_id: ADA, phase: 'other deliveries' }]);
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await listed()).toEqual([]);
});
