import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import schema from '../../../convex/schema.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/backend.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
} from '../../fixtures/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/signing.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const ADA = 'user_2ada';
const GRACE = {
  id: 'user_2grace',
  first_name: 'Grace',
  last_name: 'Hopper',
  image_url: 'https://img.example.com/grace.png',
  ...withEmail('grace@example.com'),
};

/** What is known of Ada, wherever it stands. */
const PERSONAL = /\bAda\b|Lovelace|ada@|ada\.old@|countess|15555550100/i;

async function forget(backend: Backend, clerk_id = ADA) {
  await backend.mutation(internal.admin.forgetUser, { clerk_id });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
}

/** Every document of every table, and what is scheduled, as text. */
async function everything(backend: Backend): Promise<string[]> {
  const tables = Object.keys(schema.tables) as (keyof typeof schema.tables)[];
  const documents: unknown[] = await backend.run(
    async (ctx) => await ctx.db.system.query('_scheduled_functions').collect(),
  );
  for (const table of tables) documents.push(...(await all(backend, table)));
  return documents.map((document) =>
    JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

/** Ada's whole life here, and Grace's beside it. */
async function withHistory() {
  const backend = startBackend();
  const { accessKey } = await addOperator(backend, 'redispatcher', 'QA laptop');
  const phone = { id: 'idn_phone', object: 'phone_number', phone_number: '+15555550100' };
  await deliver(
    backend,
    // Before there is a user: known by the address alone.
    clerkEvent('email.created', {
      id: 'ema_1',
      object: 'email',
      to_email_address: 'ADA.OLD@example.com',
      body: 'Your code is 123456',
    }),
  );
  const created = await deliver(
    backend,
    userCreated({ ...withEmail('ada.old@example.com'), phone_numbers: [phone] }),
  );
  await deliver(backend, userUpdated({ username: 'countess' }));
  await deliver(backend, clerkEvent('session.created', { id: 'sess_1', user_id: ADA }));
  await deliver(
    backend,
    clerkEvent('sms.created', { id: 'sms_1', to_phone_number: '+15555550100' }),
  );
  await deliver(
    backend,
    clerkEvent('organizationMembership.created', {
      id: 'orgmem_1',
      public_user_data: { user_id: ADA, first_name: 'Ada' },
    }),
  );
  await deliver(backend, userCreated(GRACE));
  // Refused only since the secret is that of another endpoint.
  const request = signedRequest(JSON.stringify(userUpdated()), { secret: OTHER_SECRET });
  await post(backend, request);

  const id = created.id!;
  await backend.mutation(api.redispatch.run, { accessKey, id, note: 'Ada Lovelace called' });
  await backend.mutation(api.redispatch.startBatch, {
    accessKey,
    key: 'a key',
    selection: { ids: [id] },
    note: 'for ada@example.com',
  });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  return { backend, accessKey };
}

test('nothing personal of a forgotten user is left in any table', async () => {
  const { backend } = await withHistory();
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).not.toHaveLength(0);
  await forget(backend);
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});

test('the user is gone at once, and a tombstone stays', async () => {
  const { backend, accessKey } = await withHistory();
  await backend.mutation(internal.admin.forgetUser, { clerk_id: ADA });
  const found = await backend.query(api.users.get, { accessKey, clerk_id: ADA });
  expect(found).toMatchObject({ user: null, tombstone: { clerk_id: ADA } });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await backend.query(api.users.get, { accessKey, clerk_id: ADA })).toEqual(found);
});

test('rows stay, with what happened and when', async () => {
  const { backend } = await withHistory();
  const before = await all(backend, 'webhookAudit');
  await forget(backend);
  const after = await all(backend, 'webhookAudit');
  expect(after).toEqual(
    before.map((row) => {
      const { user_label: _label, reason: _reason, redispatch, ...kept } = row;
      const { note: _note, ...tie } = redispatch ?? {};
      if (row.clerk_user_id !== ADA) return row;
      return redispatch === undefined ? kept : { ...kept, redispatch: tie };
    }),
  );
});

test('others keep their payloads and labels', async () => {
  const { backend } = await withHistory();
  await forget(backend);
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.map(({ body }) => JSON.parse(body).data.id)).toEqual([GRACE.id]);
  expect(await all(backend, 'users')).toMatchObject([{ clerk_id: GRACE.id, first_name: 'Grace' }]);
});

test('a payload of somebody else that mentions the user goes, but not what the row says', async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  const mention = { private_metadata: { manager: 'ada@example.com' } };
  await deliver(backend, userCreated({ ...GRACE, ...mention }));
  await forget(backend);
  expect(await all(backend, 'webhookPayloads')).toEqual([]);
  expect((await all(backend, 'webhookAudit'))[1]).toMatchObject({ user_label: 'Grace Hopper' });
});

test('somebody whose address ends like that of the user keeps everything', async () => {
  const backend = startBackend();
  await deliver(backend, userCreated());
  await deliver(backend, userCreated({ ...GRACE, ...withEmail('nevada@example.com') }));
  await forget(backend);
  const payloads = await all(backend, 'webhookPayloads');
  expect(payloads.map(({ body }) => JSON.parse(body).data.id)).toEqual([GRACE.id]);
});

test.each(['', ' ', 'user', 'user_', 'ada@example.com', `${ADA} `])(
  'for %j, which is no id of Clerk, nothing is done',
  async (clerk_id) => {
    const { backend } = await withHistory();
    const before = await everything(backend);
    await expect(forget(backend, clerk_id)).rejects.toThrow('`clerk_id` is no user id of Clerk');
    expect(await everything(backend)).toEqual(before);
  },
);

test('no late event brings a forgotten user back', async () => {
  const { backend } = await withHistory();
  await forget(backend);
  const late = userUpdated({ updated_at: NOON + 5000 });
  expect(await deliver(backend, late)).toMatchObject({ outcome: 'stale' });
  expect(await all(backend, 'users')).toHaveLength(1);
});

test.each([
  ['an update', () => userUpdated({ updated_at: NOON + 5000 }), 'stale'],
  ['a delete', () => userDeleted(ADA), 'unchanged'],
  [
    'an e-mail to the user',
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
  expect(opened).toMatchObject({ row: { outcome }, body: '', headers: [], before: null });
});

test('so does one that comes while the work goes on, and its retry is a duplicate', async () => {
  const { backend } = await withHistory();
  await backend.mutation(internal.admin.forgetUser, { clerk_id: ADA });
  const late = userUpdated({ updated_at: NOON + 5000 });
  await deliver(backend, late, { svix_id: 'msg_late' });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await deliver(backend, late, { svix_id: 'msg_late' })).toMatchObject({
    outcome: 'duplicate',
  });
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});

test('a later invitation to the address is kept: nothing is left to tell whose it was', async () => {
  const { backend } = await withHistory();
  await forget(backend);
  const invitation = { id: 'orginv_1', email_address: 'ada@example.com' };
  await deliver(backend, clerkEvent('organizationInvitation.created', invitation));
  expect((await all(backend, 'webhookPayloads')).at(-1)!.body).toContain('ada@example.com');
});

test('a user who is not there gets a tombstone', async () => {
  const { backend } = await withHistory();
  await forget(backend, 'user_unknown');
  expect(await all(backend, 'userTombstones')).toMatchObject([{ clerk_id: 'user_unknown' }]);
});

test('more deliveries than fit into one transaction are forgotten, each one bounded', async () => {
  const backend = startBackend();
  const metadata = { text: 'Ada '.repeat(100 * 1024) };
  for (let i = 0; i < 12; i++) {
    await deliver(backend, userUpdated({ updated_at: NOON + i, public_metadata: metadata }));
  }
  await backend.mutation(internal.admin.forgetUser, { clerk_id: ADA });
  vi.advanceTimersToNextTimer();
  await backend.finishInProgressScheduledFunctions();
  const left = (await all(backend, 'webhookPayloads')).length;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(12);
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await all(backend, 'webhookPayloads')).toEqual([]);
  expect(await all(backend, 'webhookAudit')).toHaveLength(12);
});

test('asked for again after its step was lost, it goes on with what it knew', async () => {
  const { backend } = await withHistory();
  await backend.mutation(internal.admin.forgetUser, { clerk_id: ADA });
  vi.advanceTimersToNextTimer();
  await backend.finishInProgressScheduledFunctions();
  await backend.run(async (ctx) => {
    const scheduled = await ctx.db.system.query('_scheduled_functions').collect();
    for (const { _id, state } of scheduled) {
      if (state.kind === 'pending') await ctx.scheduler.cancel(_id);
    }
  });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  expect(await all(backend, 'erasures')).toHaveLength(1);
  await forget(backend);
  expect((await everything(backend)).filter((text) => PERSONAL.test(text))).toEqual([]);
});
