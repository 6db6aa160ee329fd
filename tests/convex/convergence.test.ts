/** Events that arrive late, twice and in any order still end in the right users. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { all, deliver, startBackend } from '../fixtures/deployments/backend.ts';
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
  type ClerkEventBody,
} from '../fixtures/data/clerkEvents.ts';
import { arrivals, endOf, storedEnd } from '../fixtures/data/histories.ts';
import { printedSeed } from '../fixtures/data/seed.ts';

const created = userCreated();
const renamed = userUpdated({ last_name: 'King' });
const deleted = userDeleted();

const GONE = { users: [], deleted: ['user_2ada'] };

describe('users end right in every order of arrival, each event once or twice', () => {
  test('delete before create', async () => {
    await expectEnd([created, deleted], GONE);
  });

  test('update after delete', async () => {
    const later = userUpdated({ last_name: 'King', updated_at: NOON + 120_000 });
    await expectEnd([created, deleted, later], GONE);
  });

  test('update without create', async () => {
    await expectEnd([renamed], {
      users: [{ first_name: 'Ada', last_name: 'King' }],
    });
  });

  test('two updates in the same millisecond', async () => {
    const one = userUpdated({ last_name: 'King' });
    const other = userUpdated({ last_name: 'Byron' });
    await expectEnd([created, one, other], {
      users: [{ last_name: expect.stringMatching(/^(King|Byron)$/) }],
    });
  });

  test('two updates in the same millisecond, one of which was sent later', async () => {
    const one = userUpdated({ last_name: 'King' });
    const other = { ...userUpdated({ last_name: 'Byron' }), timestamp: one.timestamp + 1 };
    await expectEnd([one, other], { users: [{ last_name: 'Byron' }] });
  });

  test('an update that differs only in its envelope time', async () => {
    const later = { ...renamed, timestamp: renamed.timestamp + 1 };
    await expectEnd([renamed, later], {
      users: [{ last_name: 'King' }],
      keys: [NOON + 1000, renamed.timestamp + 1],
    });
  });

  test('two deletes', async () => {
    const again = userDeleted('user_2ada', NOON + 90_000);
    await expectEnd([created, deleted, again], GONE);
  });

  test('an update that changes only fields that are not stored', async () => {
    const signedIn = userUpdated({ last_sign_in_at: NOON, updated_at: NOON + 5000 });
    await expectEnd([created, renamed, signedIn], {
      users: [{ last_name: 'Lovelace' }],
      keys: [NOON + 5000, NOON + 5018],
    });
  });

  test('envelope times in seconds', async () => {
    const inSeconds = { ...renamed, timestamp: Math.floor(renamed.timestamp / 1000) };
    await expectEnd([created, inSeconds], {
      users: [{ last_name: 'King' }],
      keys: [NOON + 1000, NOON + 1000],
    });
    const gone = { ...deleted, timestamp: deleted.timestamp / 1000 };
    await expectEnd([created, gone], GONE);
  });

  test('a person who returns under a new id', async () => {
    const returned = userCreated({ id: 'user_2again', updated_at: NOON + 90_000 });
    await expectEnd([created, deleted, returned], {
      users: [{ clerk_id: 'user_2again', email: 'ada@example.com' }],
      deleted: GONE.deleted,
    });
  });

  test('an address that loses and regains its capitals', async () => {
    const shouted = userUpdated({ ...withEmail('ADA@example.com') });
    const calm = userUpdated({ updated_at: NOON + 2000 });
    await expectEnd([created, shouted, calm], {
      users: [{ email: 'ada@example.com' }],
    });
  });

  test('events of other kinds in between', async () => {
    const session = clerkEvent('session.created', { id: 'sess_1', user_id: 'user_2ada' });
    await expectEnd([created, session, renamed], {
      users: [{ last_name: 'King' }],
    });
  });
});

test('50 random histories end where the model says', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async (history) => {
      const backend = startBackend();
      for (const { event, svix_id } of history) {
        const answer = await deliver(backend, event.body, { svix_id });
        expect(answer.status).toBe(200);
      }
      const end = storedEnd(await all(backend, 'users'), await all(backend, 'webhookSubjects'));
      expect(end).toEqual(await endOf(history));
      expect(await all(backend, 'webhookAudit')).toHaveLength(history.length);
    }),
    { numRuns: 50, seed: printedSeed('convex-test') },
  );
});

interface End {
  users: object[];
  deleted?: string[];
  /** Of the only user. */
  keys?: [number, number];
}

/**
 * Plays the events in every order, each once and each twice. All runs must end in the expected
 * users.
 */
async function expectEnd(events: ClerkEventBody[], { users, deleted = [], keys }: End) {
  const ends: unknown[] = [];
  for (const order of orders(events)) {
    for (const arriving of [order, [...order, ...order]]) {
      const backend = startBackend();
      for (const event of arriving) await deliver(backend, event);
      expect(await all(backend, 'users')).toMatchObject(users);
      const end = storedEnd(await all(backend, 'users'), await all(backend, 'webhookSubjects'));
      expect(end.deleted).toEqual(deleted);
      if (keys !== undefined) expect(end.users).toMatchObject([{ keys }]);
      ends.push(end.users);
    }
  }
  for (const end of ends) expect(end).toEqual(ends[0]);
}

function orders<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((first, index) =>
    orders(items.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}
