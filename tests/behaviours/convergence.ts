/**
 * Random histories of users, organizations and memberships, in random orders of arrival, with a
 * handler like that of most apps: it keeps a document for each object, without checking the order.
 * They end in the same documents as one arrival of each event in order.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clerkEvent, NOON, type ClerkEventBody } from '../fixtures/data/clerkEvents.ts';
import { tieOf } from '../fixtures/data/histories.ts';
import { printedSeed } from '../fixtures/data/seed.ts';
import { SECRET, signedRequest } from '../fixtures/data/signing.ts';
import type { Step } from '../webhooks/record/functions/steps.ts';
import type { Deployment, StartDeployment } from './deployment.ts';
import { dump, SECRETS, seed } from './scriptedApp.ts';

interface Arrival {
  event: ClerkEventBody;
  svix_id: string;
  /** True if the event arrives while the app's handler throws. */
  fails: boolean;
  /** Clerk has two endpoints here. */
  atSecond: boolean;
}

const event: fc.Arbitrary<ClerkEventBody> = fc
  .record({
    object: fc.constantFrom('user', 'organization', 'organizationMembership'),
    verb: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('created', 'updated') },
      { weight: 1, arbitrary: fc.constant('deleted') },
    ),
    which: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('Kite', 'Heron', 'Wren'),
    second: fc.nat({ max: 3 }),
    delay: fc.constantFrom(0, 18, 900),
  })
  .map(({ object, verb, which, name, second, delay }) => {
    const updated_at = NOON + second * 1000;
    const id = `${object}_${which}`;
    const data = verb === 'deleted' ? { id, deleted: true } : { id, name, updated_at };
    return clerkEvent(`${object}.${verb}`, data, updated_at + delay);
  });

/** Each event arrives once when the handler does not throw, and at other times before or after. */
const arrivals: fc.Arbitrary<Arrival[]> = fc
  .array(event, { minLength: 1, maxLength: 8 })
  .chain((events) => {
    const more = fc.record({ index: fc.nat({ max: events.length - 1 }), fails: fc.boolean() });
    return fc
      .tuple(fc.array(more, { maxLength: 6 }), fc.infiniteStream(fc.boolean()))
      .chain(([repeats, seconds]) => {
        const once = events.map((_, index) => ({ index, fails: false }));
        const all = [...once, ...repeats].map(({ index, fails }) => ({
          event: events[index]!,
          svix_id: `msg_${index}`,
          fails,
          atSecond: seconds.next().value as boolean,
        }));
        return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
      });
  });

export function testConvergence(start: StartDeployment, numRuns: number): void {
  test(`${numRuns} random histories of three kinds of objects end as if delivered in order`, async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (history) => {
        const deployment = await start();
        for (const arrival of history) await arrive(deployment, arrival);
        const { things } = await dump(deployment);
        const stored = things.map(({ label, value }) => ({ label, value }));
        expect(stored.toSorted(byLabel)).toEqual(await endOf(history));
      }),
      { numRuns, seed: printedSeed('things') },
    );
  });
}

const closed = { table: 'others', label: 'closed' } as const;

async function arrive(deployment: Deployment, { event, svix_id, fails, atSecond }: Arrival) {
  const path = atSecond ? '/clerk-organizations' : '/clerk-users-webhook';
  const secret = atSecond ? SECRETS.CLERK_ORGANIZATIONS_SECRET : SECRET;
  const close: Step = { do: 'insert', ...closed };
  const open: Step = { do: 'delete', ...closed };
  if (fails) await seed(deployment, [close]);
  await deployment.fetch(path, signedRequest(JSON.stringify(event), { svix_id, secret }));
  if (fails) await seed(deployment, [open]);
}

/** The expected documents: none of deleted subjects, else those of the newest event. */
async function endOf(history: Arrival[]) {
  const newest = new Map<string, { order: string; value: object } | null>();
  for (const { event } of history) {
    const { type, timestamp, data } = event;
    const [object, verb] = type.split('.');
    const id = data.id as string;
    if (verb === 'deleted') newest.set(id, null);
    const known = newest.get(id);
    if (known === null) continue;
    const order = [data.updated_at, timestamp, await tieOf(event)].join(' ');
    if (known === undefined || order > known.order) {
      newest.set(id, { order, value: { object, name: data.name } });
    }
  }
  return [...newest]
    .flatMap(([label, end]) => (end === null ? [] : { label, value: end.value }))
    .toSorted(byLabel);
}

function byLabel(a: { label: string }, b: { label: string }): number {
  return a.label < b.label ? -1 : 1;
}
