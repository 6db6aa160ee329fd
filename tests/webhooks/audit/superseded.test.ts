/** Which later row supersedes a failed event: as it is defined, whatever is forced or deleted. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { Doc, Id } from '../../../convex/_generated/dataModel.js';
import type { WebhookEvent } from '../../../webhooks/record/handler.ts';
import {
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  type ClerkEventBody,
} from '../../fixtures/data/clerkEvents.ts';
import {
  addOperator,
  all,
  deliver,
  startBackendWith,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { supersededBy } from '../../fixtures/data/supersededBy.ts';

type Row = Doc<'webhookAudit'>;

const before = vi.fn(async (_event: WebhookEvent) => {});
let backend: Backend;
let accessKey: string;
async function start(): Promise<void> {
  before.mockReset();
  backend = startBackendWith(before);
  ({ accessKey } = await addOperator(backend, 'redispatcher'));
}
beforeEach(start);

let presses = 0;
const redispatch = async (id: Id<'webhookAudit'>, force: boolean) =>
  await backend.mutation(api.webhookAudit.redispatch, {
    accessKey,
    id,
    force,
    idempotency_key: `press_${++presses}`,
  });
const stateOf = async (id: Id<'webhookAudit'>) =>
  (await backend.query(api.webhookAudit.event, { accessKey, id })).state;
const openFailure = async (clerk_id: string) =>
  (await backend.query(api.webhookAudit.user, { accessKey, clerk_id })).open_failure?._id ?? null;
const later = (ms: number) => userUpdated({ updated_at: NOON + ms });
async function failing(event: ClerkEventBody): Promise<Id<'webhookAudit'>> {
  before.mockRejectedValueOnce(new Error('The CRM is down'));
  return (await deliver(backend, event)).id!;
}

describe('a failed event', () => {
  test('stays superseded by the newest data when older data are forced through after that', async () => {
    const older = await deliver(backend, userCreated());
    const failed = await failing(later(1_000));
    const newer = await deliver(backend, later(2_000));
    await redispatch(older.id!, true);
    expect(await stateOf(failed)).toEqual({ state: 'superseded', by: newer.id });
    expect(await openFailure('user_2ada')).toBeNull();
  });

  test('stays superseded by the delete of its user when older data are forced through after that', async () => {
    const older = await deliver(backend, userCreated());
    const failed = await failing(later(1_000));
    const deleted = await deliver(backend, userDeleted());
    await redispatch(older.id!, true);
    expect(await stateOf(failed)).toEqual({ state: 'superseded', by: deleted.id });
    expect(await openFailure('user_2ada')).toBeNull();
  });

  test('that failed again after newer data is open, also when older data are forced through after that', async () => {
    const older = await deliver(backend, userCreated());
    const failed = await failing(later(1_000));
    await deliver(backend, later(2_000));
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const again = await redispatch(failed, true);
    await redispatch(older.id!, true);
    expect(await stateOf(failed)).toEqual({ state: 'open' });
    expect(await openFailure('user_2ada')).toBe(again.id);
  });

  test('stays superseded after 60 repeats of older events', async () => {
    await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    const failed = await failing(later(1_000));
    const newer = await deliver(backend, later(2_000));
    for (let n = 0; n < 60; n++) await deliver(backend, userCreated(), { svix_id: 'msg_1' });
    expect(await stateOf(failed)).toEqual({ state: 'superseded', by: newer.id });
  });
});

/** The state of the event of some rows, all of one source, by the definition. */
function definedState(rows: readonly Row[], event: readonly Row[]) {
  if (!event.some(({ outcome }) => outcome === 'failed')) return { state: 'never failed' };
  const mend = event.find(({ outcome }) => outcome !== 'failed');
  if (mend !== undefined) return { state: 'mended', by: mend._id };
  const newest = event.at(-1)!;
  const by = supersededBy(newest, rows.slice(rows.indexOf(newest) + 1));
  return by === undefined ? { state: 'open' } : { state: 'superseded', by: by._id };
}

const event = fc
  .record({
    make: fc.constantFrom(
      userCreated,
      userUpdated,
      userUpdated,
      userUpdated,
      ({ id }: { id: string; updated_at: number }) => userDeleted(id),
    ),
    id: fc.constantFrom('user_2ada', 'user_2ada', 'user_2ada', 'user_2grace'),
    updated_at: fc.integer({ min: NOON, max: NOON + 4 }),
    timestamp: fc.integer({ min: NOON, max: NOON + 4 }),
  })
  .map(({ make, id, updated_at, timestamp }) => ({ ...make({ id, updated_at }), timestamp }));
const step = fc.record({
  /** Of the events for a delivery, of the rows for a re-dispatch. */
  place: fc.nat(59),
  sends: fc.constantFrom('delivery', 'delivery', 'delivery', 're-dispatch', 'forced'),
  fails: fc.boolean(),
});

test('states are as defined, whatever comes late, fails, is deleted or is forced', async () => {
  const story = fc.tuple(
    fc.array(event, { minLength: 2, maxLength: 5 }),
    fc.array(step, { minLength: 12, maxLength: 12 }),
  );
  await fc.assert(
    fc.asyncProperty(story, async ([events, steps]) => {
      await start();
      const ids: Id<'webhookAudit'>[] = [];
      for (const { place, sends, fails } of steps) {
        before.mockImplementation(async () => {
          if (fails) throw new Error('The CRM is down');
        });
        const at = place % events.length;
        if (sends === 'delivery' || ids.length === 0) {
          const { id } = await deliver(backend, events[at]!, { svix_id: `msg_${at}` });
          ids.push(id!);
        } else {
          ids.push((await redispatch(ids[place % ids.length]!, sends === 'forced')).id);
        }
      }
      const rows = await all(backend, 'webhookAudit');
      const states = rows.map((row) =>
        definedState(
          rows,
          rows.filter(({ event_id }) => event_id === row.event_id),
        ),
      );
      for (const [place, { _id }] of rows.entries()) {
        expect(await stateOf(_id)).toEqual(states[place]);
      }
      for (const user of ['user_2ada', 'user_2grace']) {
        const open = rows.findLast(
          ({ subject, outcome }, place) =>
            subject === user && outcome === 'failed' && states[place]!.state === 'open',
        );
        expect(await openFailure(user)).toBe(open?._id ?? null);
      }
    }),
    { numRuns: 100 },
  );
});
