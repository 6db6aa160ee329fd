/** The state of an event, and the delivery that decided the state. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { WebhookEvent } from '../../../webhooks/record/handler.ts';
import { NOON, userCreated, userDeleted, userUpdated } from '../../fixtures/data/clerkEvents.ts';
import {
  addOperator,
  deliver,
  startBackendWith,
  type Backend,
} from '../../fixtures/deployments/backend.ts';

const before = vi.fn(async (_event: WebhookEvent) => {});
let backend: Backend;
let accessKey: string;
beforeEach(async () => {
  before.mockReset();
  backend = startBackendWith(before);
  ({ accessKey } = await addOperator(backend, 'redispatcher'));
});

let presses = 0;
const redispatch = async (id: Id<'webhookAudit'>, more: { body?: string; force?: boolean } = {}) =>
  await backend.mutation(api.webhookAudit.redispatch, {
    accessKey,
    id,
    idempotency_key: `press_${++presses}`,
    ...more,
  });
const stateOf = async (id: Id<'webhookAudit'>) =>
  (await backend.query(api.webhookAudit.event, { accessKey, id })).state;
const rowOf = async (id: Id<'webhookAudit'>) =>
  (await backend.query(api.webhookAudit.get, { accessKey, id })).row;

describe('the state of an event', () => {
  test('is the same for its attempts and its re-dispatches, and names the delivery that mended it', async () => {
    before.mockRejectedValue(new Error('The CRM is down'));
    const first = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const second = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const failed = await redispatch(first.id!);
    for (const id of [first.id!, second.id!, failed.id]) {
      expect(await stateOf(id)).toEqual({ state: 'open' });
    }
    before.mockReset();
    const mend = await redispatch(failed.id);
    const late = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    for (const id of [first.id!, second.id!, failed.id, mend.id, late.id!]) {
      expect(await stateOf(id)).toEqual({ state: 'mended', by: mend.id });
    }
  });

  test('is known of a failure that was followed by 60 repeats', async () => {
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const first = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const mend = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    let last = mend;
    for (let n = 0; n < 60; n++) {
      last = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    }
    for (const id of [first.id!, last.id!]) {
      expect(await stateOf(id)).toEqual({ state: 'mended', by: mend.id });
    }
  });

  test('does not depend on an edit that is about somebody else', async () => {
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const { id } = await deliver(backend, userCreated());
    const body = JSON.stringify(userCreated({ id: 'user_2grace' }));
    const edited = await redispatch(id!, { body, force: true });
    expect(await stateOf(edited.id)).toEqual({ state: 'never failed' });
    expect(await stateOf(id!)).toEqual({ state: 'open' });
  });
});

describe('a stale row', () => {
  test('names the delivery that is ahead, and says by how much its data are newer', async () => {
    const newer = await deliver(backend, userUpdated({ updated_at: NOON + 90_000 }));
    const { id } = await deliver(backend, userUpdated({ updated_at: NOON + 1000 }));
    expect(await rowOf(id!)).toMatchObject({
      outcome: 'stale',
      ahead: { id: newer.id, by: 89_000 },
    });
  });

  test('says by how much the event ahead is newer if the data of both have the same time', async () => {
    const event = userUpdated();
    const newer = await deliver(backend, { ...event, timestamp: event.timestamp + 7 });
    const { id } = await deliver(backend, event);
    expect(await rowOf(id!)).toMatchObject({ outcome: 'stale', ahead: { id: newer.id, by: 7 } });
  });

  test('gives no difference in time after a delete, which is final', async () => {
    await deliver(backend, userCreated());
    const deleted = await deliver(backend, userDeleted());
    const { id } = await deliver(backend, userUpdated({ updated_at: NOON + 3_600_000 }));
    expect(await rowOf(id!)).toMatchObject({
      outcome: 'stale',
      ahead: { id: deleted.id, by: null },
    });
  });

  test('names a forced re-dispatch that is ahead', async () => {
    const older = await deliver(backend, userCreated());
    await deliver(backend, userUpdated({ updated_at: NOON + 60_000 }));
    const forced = await redispatch(older.id!, { force: true });
    const { id } = await deliver(backend, userUpdated({ updated_at: NOON + 1000 }));
    expect(await rowOf(id!)).toMatchObject({
      outcome: 'stale',
      ahead: { id: forced.id, by: 59_000 },
    });
  });
});

describe('a duplicate', () => {
  test('names the attempt that was applied', async () => {
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const applied = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    for (let n = 0; n < 2; n++) {
      const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
      expect(await rowOf(id!)).toMatchObject({ outcome: 'duplicate', repeats: applied.id });
    }
  });

  test('names the re-dispatch that was applied', async () => {
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const failed = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const applied = await redispatch(failed.id!);
    const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    expect(await rowOf(id!)).toMatchObject({ outcome: 'duplicate', repeats: applied.id });
  });
});

test('an applied row names neither a row that it repeats nor one that is ahead', async () => {
  const { id } = await deliver(backend, userCreated());
  expect(await rowOf(id!)).not.toHaveProperty('repeats');
  expect(await rowOf(id!)).not.toHaveProperty('ahead');
});

describe('the open failure of a user', () => {
  const openFailure = async () => {
    const asked = { accessKey, clerk_id: 'user_2ada' };
    return (await backend.query(api.webhookAudit.user, asked)).open_failure?._id ?? null;
  };

  test('is the newest failure that nothing has mended', async () => {
    before.mockRejectedValue(new Error('The CRM is down'));
    const older = await deliver(backend, userUpdated({ updated_at: NOON + 1000 }));
    const newer = await deliver(backend, userUpdated({ updated_at: NOON + 2000 }));
    expect(await openFailure()).toBe(newer.id);
    before.mockReset();
    await redispatch(newer.id!);
    // The re-dispatch of the newer event overtook the older one.
    expect(await openFailure()).toBeNull();
    expect(await stateOf(older.id!)).toMatchObject({ state: 'superseded' });
  });

  test('is the older one once only the newer one is mended', async () => {
    before.mockRejectedValue(new Error('The CRM is down'));
    const older = await deliver(backend, userUpdated({ updated_at: NOON + 2000 }));
    const newer = await deliver(backend, userUpdated({ updated_at: NOON + 1000 }));
    before.mockReset();
    await redispatch(newer.id!);
    expect(await openFailure()).toBe(older.id);
  });
});
