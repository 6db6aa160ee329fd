/** Pairing in every order of calls and webhooks, against a model of Clerk. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesOf } from '../../../../extension/page/pairing/changes.ts';
import { pairingOf } from '../../../../extension/page/pairing/pairing.ts';
import type { AuditRow } from '../../../../webhooks/shared/auditRow.ts';
import { NOON } from '../../../fixtures/data/auditRow.ts';
import { printedSeed } from '../../../fixtures/data/seed.ts';
import { call, load, user, webhook } from '../callsAndWebhooks.ts';

/** One save by one user: the version it makes, when, and what becomes of its webhook. */
const saves = fc.array(
  fc.record({
    user: fc.integer({ min: 1, max: 3 }),
    /** Milliseconds since the save before, 0 if at the same time. */
    gap: fc.integer({ min: 0, max: 40 }),
    took: fc.integer({ min: 1, max: 60 }),
    answersWithUser: fc.boolean(),
    /** When each delivery of its webhook comes; none if it is lost. */
    webhooks: fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 3 }),
    outcome: fc.constantFrom<AuditRow['outcome'][]>('applied', 'stale', 'failed', 'duplicate'),
  }),
  { minLength: 1, maxLength: 40 },
);

/**
 * A model of Clerk: every save gives its user the next millisecond as version, and each answer also
 * has the client as it is when the answer leaves.
 */
function happened(list: typeof saves extends fc.Arbitrary<infer T> ? T : never) {
  let now = 100;
  const done = list.map((save, at) => {
    now += save.gap + 1;
    return { ...save, at, id: `user_${save.user}`, from: now, version: now, to: now + save.took };
  });
  const versionAt = (id: string, time: number) =>
    Math.max(
      1,
      ...done.filter((one) => one.id === id && one.version <= time).map((one) => one.version),
    );
  const calls = done.map((one) =>
    call([one.from, one.to], {
      own: one.answersWithUser ? user(one.id, one.version) : null,
      active: user(one.id, versionAt(one.id, one.to)),
      signedIn: [user(one.id, versionAt(one.id, one.to))],
    }),
  );
  const rows = done.flatMap((one) =>
    one.webhooks.map((after, attempt) =>
      webhook((one.version + after) * 1_000 + one.at * 10 + attempt, one.id, one.version, {
        svix_id: `msg_${one.at}`,
        attempt: attempt + 1,
        outcome: one.outcome,
      }),
    ),
  );
  const loads = [1, 2, 3].map((one) => load(`user_${one}`, 1));
  return { done, calls: [...loads, ...calls], rows };
}

const shuffled = <T>(items: T[], order: number[]) =>
  items
    .map((item, at) => ({ item, place: order[at % order.length]! * 1_000 + ((at * 7919) % 1_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

test('every pair is found and none is wrong, in any order of calls and webhooks, with losses and repeats', () => {
  const orders = fc.array(fc.nat(50), { minLength: 5, maxLength: 20 });
  fc.assert(
    fc.property(saves, orders, (list, order) => {
      const { done, calls, rows } = happened(list);
      const changes = changesOf(shuffled(calls, order));
      const mixed = shuffled(rows, order);
      for (const change of changes) {
        // In the model a version belongs to exactly one save and its webhooks.
        const save = done.find(
          ({ id, version }) => id === change.userId && NOON + version === change.updatedAt,
        );
        expect(save).toBeDefined();
        const pairing = pairingOf(change, mixed);
        const isOwn = (row: AuditRow) => row.svix_id === `msg_${save!.at}`;
        expect(pairing.state === 'paired').toBe(save!.webhooks.length > 0);
        if (pairing.state === 'paired') {
          expect(pairing.rows).toHaveLength(save!.webhooks.length);
          expect(pairing.rows.every(isOwn)).toBe(true);
        }
        if (pairing.state === 'overtaken')
          expect(pairing.row.updated_at).toBeGreaterThan(change.updatedAt!);
        if (pairing.state === 'waiting') {
          const later = done.filter(
            (one) => one.id === save!.id && one.version > save!.version && one.outcome !== 'failed',
          );
          expect(later.flatMap(({ webhooks }) => webhooks)).toEqual([]);
        }
      }
      // Every save whose answer has the user itself is among the changes, once.
      const certain = done.filter(({ answersWithUser }) => answersWithUser);
      const keys = changes.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { id, version } of certain) {
        expect(keys).toContain(`updated ${id} ${NOON + version}`);
      }
    }),
    { numRuns: 500, seed: printedSeed('pairing') },
  );
});

test('60 changes, 20 of them at once, with webhooks that overtake, are all paired correctly', () => {
  const list = Array.from({ length: 60 }, (_, at) => ({
    user: 1,
    gap: at % 3 === 0 ? 30 : 0,
    took: 20 + ((at * 13) % 25),
    answersWithUser: true,
    webhooks: [(at * 271) % 600],
    outcome: 'applied' as const,
  }));
  const { done, calls, rows } = happened(list);
  // Only fifty are kept, so they are reported in two halves.
  for (const part of [calls.slice(0, 33), calls.slice(33)]) {
    const changes = changesOf(part);
    const paired = changes.map((change) => pairingOf(change, rows));
    expect(paired.every(({ state }) => state === 'paired')).toBe(true);
    expect(new Set(paired.map((one) => 'row' in one && one.row._id)).size).toBe(
      part.filter(({ kind }) => kind === 'update').length,
    );
  }
  expect(done).toHaveLength(60);
});
