/** Calls of a page, and the changes that they are. */
import { describe, expect, test } from 'vitest';
import { changesOf, type PageChange } from '../../../../extension/page/pairing/changes.ts';
import { NOON } from '../../../fixtures/data/auditRow.ts';
import { call, load, user } from '../callsAndWebhooks.ts';

const versions = (changes: PageChange[]) => changes.map(({ updatedAt }) => updatedAt! - NOON);

describe('a call counts as a change', () => {
  test('if its answer has a newer version than was known before', () => {
    const calls = [load('user_1', 5), call([10, 20], { own: user('user_1', 15) })];
    expect(versions(changesOf(calls))).toEqual([15]);
  });

  test('not if the version stayed', () => {
    const calls = [load('user_1', 5), call([10, 20], { own: user('user_1', 5) })];
    expect(changesOf(calls)).toEqual([]);
  });

  test('not if it is not a call to /me, such as a touch or a token', () => {
    expect(changesOf([load('user_1', 5), load('user_1', 15, 10)])).toEqual([]);
  });

  test('by the answer to another call if its own answer is about something else', () => {
    const calls = [load('user_1', 5), call([10, 20], { active: user('user_1', 15) })];
    expect(versions(changesOf(calls))).toEqual([15]);
  });

  test('also of a user who was not seen before, if the version is as new as the call', () => {
    expect(versions(changesOf([call([10, 20], { own: user('user_1', 15) })]))).toEqual([15]);
    expect(changesOf([call([10, 20], { own: user('user_1', -60_000) })])).toEqual([]);
  });

  test('with its own version, if two run at once, in whichever order they are reported', () => {
    const first = call([10, 30], { own: user('user_1', 15), active: user('user_1', 16) });
    const second = call([11, 25], { own: user('user_1', 16), active: user('user_1', 16) });
    for (const calls of [
      [first, second],
      [second, first],
    ]) {
      expect(versions(changesOf([load('user_1', 5), ...calls]))).toEqual([16, 15]);
    }
  });

  test('rather than another call that reports its version, if it answers with the user', () => {
    const email = call([10, 21], { active: user('user_1', 16) });
    const update = { ...call([11, 25], { own: user('user_1', 16) }), name: 'the update' };
    const [change] = changesOf([load('user_1', 5), email, update]);
    expect(change?.call.name).toBe('the update');
  });

  test('even if the page’s own Clerk object already has its version', () => {
    const calls = [load('user_1', 5), call([10, 20], { own: user('user_1', 15) })];
    const sightings = [{ at: NOON + 18, user: user('user_1', 15) }];
    expect(versions(changesOf(calls, sightings))).toEqual([15]);
  });

  test('only once, however often it is reported', () => {
    const update = call([10, 20], { own: user('user_1', 15) });
    expect(changesOf([load('user_1', 5), update, update, update])).toHaveLength(1);
  });

  test('among the newest fifty, which are kept', () => {
    const calls = Array.from({ length: 70 }, (_, at) =>
      call([at * 10, at * 10 + 5], { own: user('user_1', at * 10 + 2) }),
    );
    expect(versions(changesOf(calls))).toEqual(calls.slice(-50).map((_, at) => (at + 20) * 10 + 2));
  });
});
