/**
 * A user to forget, with a history, and functions that look for what is left. Timers do not run.
 */
import { afterEach, beforeEach, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import schema from '../../../convex/schema.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import {
  clerkEvent,
  userCreated,
  userUpdated,
  withEmail,
} from '../../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/data/signing.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

export const ADA = 'user_2ada';
export const GRACE = {
  id: 'user_2grace',
  first_name: 'Grace',
  last_name: 'Hopper',
  image_url: 'https://img.example.com/grace.png',
  ...withEmail('grace@example.com'),
};

/** Everything that is known of Ada. */
export const PERSONAL = /\bAda\b|Lovelace|ada@|ada\.old@|countess|15555550100/i;

export async function forget(backend: Backend, clerk_id = ADA) {
  await backend.mutation(internal.webhookAdmin.forgetUser, { clerk_id });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
}

/** Every document of every table and every scheduled function, as text. */
export async function everything(backend: Backend): Promise<string[]> {
  const tables = Object.keys(schema.tables) as (keyof typeof schema.tables)[];
  const documents: unknown[] = await backend.run(
    async (ctx) => await ctx.db.system.query('_scheduled_functions').collect(),
  );
  for (const table of tables) documents.push(...(await all(backend, table)));
  return documents.map((document) =>
    JSON.stringify(document, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
}

/** Ada's whole history in this app, and Grace's. */
export async function withHistory() {
  const backend = startBackend();
  const { accessKey } = await addOperator(backend, 'redispatcher', 'QA laptop');
  const phone = { id: 'idn_phone', object: 'phone_number', phone_number: '+15555550100' };
  await deliver(
    backend,
    // Before there is a user, an event is known only by the address.
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
  // Rejected only because the secret is that of another endpoint.
  const request = signedRequest(JSON.stringify(userUpdated()), { secret: OTHER_SECRET });
  await post(backend, request);

  const id = created.id!;
  await backend.mutation(api.webhookAudit.redispatch, {
    accessKey,
    id,
    note: 'Ada Lovelace called',
    idempotency_key: 'press_1',
  });
  await backend.mutation(api.webhookAudit.startBatch, {
    accessKey,
    key: 'a key',
    selection: { ids: [id] },
    note: 'for ada@example.com',
  });
  await backend.finishAllScheduledFunctions(vi.advanceTimersToNextTimer);
  return { backend, accessKey };
}

/** Cancels everything scheduled, as if the deployment had crashed before it scheduled a step. */
export async function loseNextStep(backend: Backend) {
  await backend.run(async (ctx) => {
    const scheduled = await ctx.db.system.query('_scheduled_functions').collect();
    for (const { _id, state } of scheduled) {
      if (state.kind === 'pending') await ctx.scheduler.cancel(_id);
    }
  });
}
