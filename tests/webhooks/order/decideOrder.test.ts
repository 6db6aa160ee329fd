/** Which event is ahead of which, against a model. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  staleReason,
  stateAfter,
  type PlacedEvent,
  type Sending,
  type SubjectState,
} from '../../../webhooks/order/decideOrder.ts';
import type { Outcome } from '../../../webhooks/shared/outcome.ts';
import { printedSeed } from '../../fixtures/data/seed.ts';

const DELIVERED: Sending = { force: false, edited: false };

function upsert(updated_at: number, event_at = updated_at, tie = 'a'): PlacedEvent {
  return { subject: 'user_1', deletes: false, times: { updated_at, event_at }, tie };
}
const timeless: PlacedEvent = { subject: 'user_1', deletes: false, times: null, tie: 'a' };
const deletion: PlacedEvent = { subject: 'user_1', deletes: true, times: null, tie: 'a' };

/** The row that a handler leaves after its events, by the rules of the order. */
class Subject {
  held: SubjectState | null = null;
  row: PlacedEvent | null = null;
  send(event: PlacedEvent, sending = DELIVERED, outcome: Outcome = 'applied', now = 99): boolean {
    if (staleReason(this.held, event, sending) !== null) return false;
    this.held = stateAfter(this.held, event, sending, outcome, now) ?? this.held;
    if (outcome === 'applied') this.row = event.deletes ? null : event;
    return true;
  }
}

describe('events of one subject', () => {
  test('an older event is stale', () => {
    const subject = new Subject();
    subject.send(upsert(2));
    expect(subject.send(upsert(1))).toBe(false);
  });

  test('of the same update, the one that was sent later wins', () => {
    const subject = new Subject();
    subject.send(upsert(1, 3));
    expect(subject.send(upsert(1, 2))).toBe(false);
    expect(subject.send(upsert(1, 4))).toBe(true);
  });

  test('an equal event runs again', () => {
    const subject = new Subject();
    subject.send(upsert(1));
    expect(subject.send(upsert(1))).toBe(true);
  });

  test('a delete needs no time, is final, and a second one is stale', () => {
    const subject = new Subject();
    subject.send(upsert(5));
    expect(subject.send(deletion)).toBe(true);
    expect(subject.held).toMatchObject({ deleted_at: 99 });
    expect(subject.send(upsert(9))).toBe(false);
    expect(subject.send(deletion)).toBe(false);
  });

  test('a delete of an object that never came is final too', () => {
    const subject = new Subject();
    subject.send(deletion, DELIVERED, 'unchanged');
    expect(subject.send(upsert(1))).toBe(false);
  });

  test('a delete that failed or was ignored is not final', () => {
    for (const outcome of ['failed', 'ignored'] as const) {
      const subject = new Subject();
      subject.send(deletion, DELIVERED, outcome);
      expect(subject.send(upsert(1))).toBe(true);
    }
  });

  test.each(['ignored', 'unchanged', 'failed'] as const)(
    'an update of a missing row that is %s does not hold back its late create',
    (outcome) => {
      const subject = new Subject();
      subject.send(upsert(2), DELIVERED, outcome);
      expect(subject.send(upsert(1))).toBe(true);
    },
  );

  test('an update that changes nothing of an existing row raises the order keys', () => {
    const subject = new Subject();
    subject.send(upsert(1));
    subject.send(upsert(3), DELIVERED, 'unchanged');
    expect(subject.send(upsert(2))).toBe(false);
  });

  test('an event without a valid time does not change the order', () => {
    const subject = new Subject();
    expect(subject.send(timeless)).toBe(true);
    expect(subject.held).toBeNull();
    subject.send(upsert(1));
    expect(subject.send(timeless)).toBe(true);
    expect(subject.held).toMatchObject({ updated_at: 1 });
  });
});

describe('what operators send', () => {
  const EDITED: Sending = { force: false, edited: true };
  const FORCED: Sending = { force: true, edited: false };

  test.each([EDITED, FORCED])('after %j only a strictly newer event passes', (sending) => {
    const subject = new Subject();
    subject.send(upsert(2, 2, 'z'));
    expect(subject.send(upsert(2, 2, 'a'), sending)).toBe(true);
    expect(subject.send(upsert(2, 2, 'z'))).toBe(false);
    expect(subject.send(upsert(2, 3, 'a'))).toBe(true);
  });

  test('an edited event passes after another of the same time, and not after a newer one', () => {
    const subject = new Subject();
    subject.send(upsert(2));
    subject.send(upsert(2), EDITED);
    expect(subject.send(upsert(2), EDITED)).toBe(true);
    expect(subject.send(upsert(1), EDITED)).toBe(false);
  });

  test('a forced event never lowers the order keys', () => {
    const subject = new Subject();
    subject.send(upsert(5));
    subject.send(upsert(1), FORCED);
    expect(subject.held).toMatchObject({ updated_at: 5 });
    expect(subject.send(upsert(4))).toBe(false);
  });

  test('a forced event after a delete clears the delete', () => {
    const subject = new Subject();
    subject.send(upsert(1));
    subject.send(deletion);
    expect(subject.send(upsert(1), FORCED)).toBe(true);
    expect(subject.held).not.toHaveProperty('deleted_at');
    expect(subject.send(upsert(2))).toBe(true);
  });
});

const anUpsert = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 }), fc.constantFrom('a', 'b', 'c'))
  .map(([updated_at, delay, tie]) => upsert(updated_at, updated_at + delay, tie));

/** The expected row: none after a delete, else that of the greatest event. */
function modelOf(events: PlacedEvent[]): string | null {
  if (events.some(({ deletes }) => deletes)) return null;
  const key = ({ times, tie }: PlacedEvent) => [times!.updated_at, times!.event_at, tie].join(' ');
  return events.map(key).sort().at(-1) ?? null;
}

function rowOf({ row }: Subject): string | null {
  return row && [row.times!.updated_at, row.times!.event_at, row.tie].join(' ');
}

test('every order of arrival, with repeats and failed attempts, ends in the same row', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 6, arbitrary: anUpsert }, fc.constant(deletion)), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.infiniteStream(fc.nat()),
      fc.infiniteStream(fc.boolean()),
      (events, places, fails) => {
        const arrivals = [...events, ...events]
          .map((event) => ({ event, place: places.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ event }) => event);
        const subject = new Subject();
        for (const event of arrivals) {
          // A failed attempt is retried until it succeeds.
          if (fails.next().value) subject.send(event, DELIVERED, 'failed');
          subject.send(event);
        }
        expect(rowOf(subject)).toBe(modelOf(events));
      },
    ),
    { numRuns: 5000, seed: printedSeed('order') },
  );
});

test('after a forced or edited event, a late delivery that is not newer never undoes it', () => {
  fc.assert(
    fc.property(
      fc.array(anUpsert, { minLength: 1, maxLength: 5 }),
      anUpsert,
      fc.constantFrom<Sending>({ force: true, edited: false }, { force: true, edited: true }),
      fc.array(anUpsert, { maxLength: 5 }),
      (before, sent, sending, late) => {
        const subject = new Subject();
        for (const event of before) subject.send(event);
        subject.send(sent, sending);
        const { updated_at, event_at } = subject.held!;
        for (const event of late) {
          const { times } = event;
          const isNewer =
            times!.updated_at > updated_at ||
            (times!.updated_at === updated_at && times!.event_at > event_at);
          if (!isNewer) expect(subject.send(event)).toBe(false);
        }
        expect(subject.row).toBe(sent);
      },
    ),
    { numRuns: 2000, seed: printedSeed('sent') },
  );
});
