/** Random handlers, histories and edits: a preview predicts the re-dispatch. */
import fc from 'fast-check';
import { ConvexError } from 'convex/values';
import { expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import type { Preview } from '../../webhooks/shared/preview.ts';
import { NOON, type ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import { printedSeed } from '../fixtures/data/seed.ts';
import { arbitraryHandler, arbitraryRows } from '../webhooks/record/arbitraryHandler.ts';
import type { Dump } from '../webhooks/record/app.ts';
import { endOfBatch, issueKey, record, rowsOf, type StartDeployment } from './deployment.ts';
import { differenceOf, foreseeable, foreseeableError, recordedOf } from './difference.ts';
import { dump, scriptedEvent, seed } from './scriptedApp.ts';

const steps = fc
  .tuple(
    arbitraryHandler('doRecorded', 'doUnrecorded'),
    fc.option(fc.constant({ do: 'throw', what: 'error' } as const), { freq: 4 }),
  )
  .map(([some, fails]) => (fails === null ? some : [...some, fails]));

const event: fc.Arbitrary<ClerkEventBody> = fc
  .record({
    type: fc.constantFrom(
      'organization.created',
      'organization.updated',
      'organization.updated',
      'organization.deleted',
      // Not ordered.
      'organization.seen',
    ),
    id: fc.constantFrom('org_a', 'org_b'),
    updated_at: fc.nat({ max: 3 }).map((n) => NOON + n * 1000),
    steps,
  })
  .map(({ type, steps: some, ...thing }) => scriptedEvent(type, thing, some));

const history = fc.array(event, { minLength: 1, maxLength: 4 });

export function testRehearsalProperties(start: StartDeployment, numRuns: number): void {
  test('the re-dispatch of a random event, edited or not, does what its preview said', async () => {
    const sending = fc.record({
      of: fc.nat(),
      edit: fc.option(event, { nil: undefined }),
      force: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(arbitraryRows, history, sending, async (rows, events, sent) => {
        const deployment = await start();
        const { accessKey } = await issueKey(deployment);
        await seed(deployment, rows);
        const ids: Id<'webhookAudit'>[] = [];
        for (const one of events) ids.push(await record(deployment, one));
        const body = sent.edit && JSON.stringify(sent.edit);
        const request = { accessKey, id: ids[sent.of % ids.length]!, body, force: sent.force };

        const before = await dump(deployment);
        const previewed = await valueOrRefusal(
          deployment.mutation(api.webhookAudit.preview, request),
        );
        expect(await dump(deployment)).toEqual(before);
        expect(await rowsOf(deployment, accessKey)).toHaveLength(events.length);

        const press = { ...request, idempotency_key: 'press' };
        const done = await valueOrRefusal(deployment.mutation(api.webhookAudit.redispatch, press));
        if ('refusal' in previewed || 'refusal' in done) {
          expect(done).toEqual(previewed);
          return;
        }
        const { id } = done.value;
        const delivery = await deployment.query(api.webhookAudit.get, { accessKey, id });
        expect(foreseen(previewed.value, before)).toEqual(doneBy(delivery, before));

        const after = await dump(deployment);
        if (delivery.row.outcome === 'failed') expect(after).toEqual(before);
        if (delivery.row.unseen > 0) return;
        expect(recordedOf(delivery.writes)).toEqual(differenceOf(before, after));
      }),
      { numRuns, seed: printedSeed('rehearsal') },
    );
  });

  test('a batch over a random history does what the preview of its selection said', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, history, fc.boolean(), async (rows, events, force) => {
        const deployment = await start();
        const { accessKey } = await issueKey(deployment);
        await seed(deployment, rows);
        const ids: Id<'webhookAudit'>[] = [];
        // A part of a selection has all events of some subjects; here, of one.
        for (const one of events) ids.push(await record(deployment, aboutOne(one)));
        const selection = { ids };

        const before = await dump(deployment);
        const asked = { accessKey, selection, force };
        const previewed = await deployment.mutation(api.webhookAudit.previewMany, asked);
        expect(await dump(deployment)).toEqual(before);
        expect(previewed.next).toBeNull();

        const id = await deployment.mutation(api.webhookAudit.startBatch, { ...asked, key: 'k' });
        const batch = await endOfBatch(deployment, accessKey, id);
        expect(previewed.counts).toEqual(batch.counts);
        const sent = (await rowsOf(deployment, accessKey)).filter((row) => row.redispatch);
        const deliveries = await Promise.all(
          sent.map(({ _id }) => deployment.query(api.webhookAudit.get, { accessKey, id: _id })),
        );
        expect(previewed.events.map((one) => foreseen(one, before))).toEqual(
          deliveries.map((delivery) => doneBy(delivery, before)),
        );
      }),
      { numRuns, seed: printedSeed('rehearsed batch') },
    );
  });
}

function aboutOne({ data, ...rest }: ClerkEventBody): ClerkEventBody {
  return { ...rest, data: { ...data, id: 'org_a' } };
}

async function valueOrRefusal<T>(call: Promise<T>): Promise<{ value: T } | { refusal: unknown }> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof ConvexError) return { refusal: error.data };
    throw error;
  }
}

type Effects = Pick<
  Preview,
  'outcome' | 'reason' | 'error' | 'writes' | 'written' | 'unseen' | 'scheduled'
>;

/** The effects of a preview, without ids and times of new documents. */
function foreseen(effects: Effects, before: Dump) {
  const { outcome, reason, error, writes, written, unseen, scheduled } = effects;
  return {
    outcome,
    reason,
    error: foreseeableError(error, before),
    written,
    unseen,
    scheduled,
    writes: foreseeable(writes, before),
  };
}

/** The effects of a real re-dispatch, in the same form. */
function doneBy({ row, error, writes, attempted, scheduled }: Delivery, before: Dump) {
  const { outcome, reason = null, writes: written, unseen } = row;
  const shown = outcome === 'failed' ? attempted : writes;
  return foreseen({ outcome, reason, error, writes: shown, written, unseen, scheduled }, before);
}
