/** Deliveries about a user that come while or after the user is forgotten. */
import { expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import { all, deliver, startBackend } from '../../fixtures/deployments/backend.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
} from '../../fixtures/data/clerkEvents.ts';
import { ADA, everything, forget, PERSONAL, withHistory } from './forgetting.ts';

test('no late event brings a forgotten user back', async () => {
  const { backend } = await withHistory();
  await forget(backend);
  const late = userUpdated({ updated_at: NOON + 5000 });
  expect(await deliver(backend, late)).toMatchObject({ outcome: 'stale' });
  expect(await all(backend, 'users')).toHaveLength(1);
});

test.each([
  ['an update', () => userUpdated({ updated_at: NOON + 5000 }), 'stale'],
  ['a delete', () => userDeleted(ADA), 'stale'],
  [
    'an email to the user',
    () => clerkEvent('email.created', { user_id: ADA, to_email_address: 'ada@example.com' }),
    'ignored',
  ],
  [
    'the end of a membership',
    () =>
      clerkEvent('organizationMembership.deleted', {
        id: 'orgmem_1',
        public_user_data: { user_id: ADA, identifier: 'ada@example.com', first_name: 'Ada' },
      }),
    'ignored',
  ],
  [
    'a payment',
    () =>
      clerkEvent('paymentAttempt.updated', {
        id: 'pay_1',
        payer: { id: 'cpayer_1', user_id: ADA, email: 'ada@example.com' },
      }),
    'ignored',
  ],
])('%s that comes later leaves its row and nothing personal', async (_, late, outcome) => {
  const { backend, accessKey } = await withHistory();
  await forget(backend);
  const { id, ...answer } = await deliver(backend, late());
  expect(answer).toMatchObject({ status: 200, outcome });
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
  const opened = await backend.query(api.webhookAudit.get, { accessKey, id: id! });
  expect(opened).toMatchObject({ row: { outcome }, body: '', headers: [], writes: [] });
});

test('an event that comes while a user is being forgotten leaves nothing personal, and its retry is a duplicate', async () => {
  const { backend } = await withHistory();
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id: ADA });
  const late = userUpdated({ updated_at: NOON + 5000 });
  await deliver(backend, late, { svix_id: 'msg_late' });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await deliver(backend, late, { svix_id: 'msg_late' })).toMatchObject({
    outcome: 'duplicate',
  });
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});

test('a later invitation to the address is kept, since nothing is left to say whose address it was', async () => {
  const { backend } = await withHistory();
  await forget(backend);
  const invitation = { id: 'orginv_1', email_address: 'ada@example.com' };
  await deliver(backend, clerkEvent('organizationInvitation.created', invitation));
  expect((await all(backend, 'webhookPayloads')).at(-1)!.body).toContain('ada@example.com');
});

test('a step leaves deliveries that came after it began to the next step', async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  const future = BigInt(Date.now() + 3_600_000) * 1_000_000n;
  await backend.run(async (ctx) => {
    const { _id, _creationTime, ...row } = (await ctx.db.query('webhookAudit').first())!;
    await ctx.db.insert('webhookAudit', { ...row, svix_id: 'msg_future', seq: future });
  });
  await forget(backend);
  const rows = await all(backend, 'webhookAudit');
  expect(rows.find(({ svix_id }) => svix_id === 'msg_future')).toMatchObject({
    user_label: 'Ada Lovelace',
  });
});
