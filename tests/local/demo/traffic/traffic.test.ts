import { expect, test } from 'vitest';
import {
  profileOf,
  signUp,
  type ClerkEvent,
  type ClerkUser,
} from '../../../../local/demo/traffic/clerkUser.ts';
import { Directory } from '../../../../local/demo/traffic/directory.ts';
import { inventedPerson } from '../../../../local/demo/traffic/people.ts';
import type { Sender } from '../../../../local/demo/traffic/sender.ts';
import { nextStep, playOpening } from '../../../../local/demo/traffic/traffic.ts';

test("the opening shows a sign-up, a change, a repeat, a late event, a delete and forgeries, with addresses that match their users' names", async () => {
  const seen: { type: string; svixId: string | undefined; data: Record<string, unknown> }[] = [];
  const sender = {
    send: async ({ type, data }: ClerkEvent, _who: string, svixId?: string) => {
      seen.push({ type, svixId, data });
    },
    post: async () => seen.push({ type: 'forged', svixId: undefined, data: {} }),
  } as unknown as Sender;
  const signedIn = signUp(inventedPerson(0), Date.now());
  const directory = new Directory([signedIn], () => {});
  const wait = async () => {};
  const world = { directory, sender, signingSecret: 'whsec_AAAA', random: Math.random, wait };
  await playOpening(world);

  for (const { type, data } of seen) {
    if (type !== 'user.created' && type !== 'user.updated') continue;
    const { email, first_name, last_name } = profileOf(data as ClerkUser);
    expect(email).toContain(`${first_name}.${last_name}`.toLowerCase());
  }
  const types = seen.map(({ type }) => type);
  for (const type of ['user.created', 'user.updated', 'user.deleted', 'session.created', 'forged'])
    expect(types).toContain(type);
  const svixIds = seen.flatMap(({ svixId }) => svixId ?? []);
  expect(new Set(svixIds).size).toBeLessThan(svixIds.length);
  expect(seen.some((later, i) => seen.slice(0, i).some((one) => isOlder(later, one)))).toBe(true);
  expect(directory.signedIn).toBe(signedIn);
});

test.each([
  ['nobody signs up while the directory is full', 40, 'signUp'],
  ['nobody leaves while the directory is almost empty', 4, 'leave'],
])('%s', (_fact, size, never) => {
  const users = Array.from({ length: size }, (_, i) => signUp(inventedPerson(i), i));
  const directory = new Directory(users, () => {});
  const steps = Array.from({ length: 100 }, (_, i) =>
    nextStep({ directory, random: () => i / 100 }),
  );
  expect(steps).not.toContain(never);
});

type Sent = { data: Record<string, unknown> };
function isOlder(later: Sent, one: Sent): boolean {
  const [a, b] = [later.data as ClerkUser, one.data as ClerkUser];
  return a.id === b.id && a.updated_at < b.updated_at;
}
