/** A stream of webhook requests about invented people: Clerk's, and forged ones. */
import {
  clerkEvent,
  clerkId,
  deletedUser,
  profileOf,
  saveProfile,
  signUp,
  type ClerkUser,
  type Profile,
} from './clerkUser.ts';
import { fullName, type Directory } from './directory.ts';
import { forgeries } from './forgery.ts';
import { newcomer } from './newcomer.ts';
import { addressOf, lastNames } from './people.ts';
import type { Sender } from './sender.ts';

export interface World {
  directory: Directory;
  sender: Sender;
  signingSecret: string;
  /** In [0, 1), as Math.random. */
  random: () => number;
  /** Milliseconds; rejects when the traffic is to stop. */
  wait: (ms: number) => Promise<unknown>;
}

const MOST_USERS = 40;

const steps = {
  async signUp({ directory, sender, random }: World) {
    const user = directory.put(signUp(newcomer(directory, random), Date.now()));
    await sender.send(clerkEvent('user.created', user, Date.now()), fullName(user));
  },

  async changeName(world: World) {
    const user = rename(world, someone(world));
    await world.sender.send(clerkEvent('user.updated', user, Date.now()), fullName(user));
  },

  async changeEmail(world: World) {
    const before = someone(world);
    const user = change(world, before, { email: newAddress(world, before) });
    await world.sender.send(clerkEvent('user.updated', user, Date.now()), fullName(user));
  },

  /** Changes only a field that the users table does not have. */
  async changeMetadata(world: World) {
    const before = someone(world);
    const user = world.directory.put({
      ...before,
      public_metadata: { plan: oneOf(world, ['solo', 'team', 'studio']) },
      updated_at: laterThan(before),
    });
    await world.sender.send(clerkEvent('user.updated', user, Date.now()), fullName(user));
  },

  /** The answer was lost, so the same message comes twice. */
  async repeat(world: World) {
    const before = someone(world);
    const user = change(world, before, { email: newAddress(world, before) });
    const event = clerkEvent('user.updated', user, Date.now());
    const svixId = clerkId('msg');
    await world.sender.send(event, fullName(user), svixId);
    await world.sender.send(event, fullName(user), svixId, 2);
  },

  /** Two changes, and the older one comes last. */
  async overtake(world: World) {
    const before = someone(world);
    const first = change(world, before, { email: newAddress(world, before) });
    const older = clerkEvent('user.updated', first, Date.now());
    const second = rename(world, first);
    await world.sender.send(clerkEvent('user.updated', second, Date.now()), fullName(second));
    await world.sender.send(older, fullName(first));
  },

  /** A change that arrives after its user was deleted. */
  async leave(world: World) {
    const before = someone(world);
    const user = change(world, before, { email: newAddress(world, before) });
    const late = clerkEvent('user.updated', user, Date.now());
    world.directory.remove(user);
    await world.sender.send(
      clerkEvent('user.deleted', deletedUser(user), Date.now() + 1),
      fullName(user),
    );
    if (world.random() < 0.5) await world.sender.send(late, fullName(user));
  },

  async signIn(world: World) {
    const user = someone(world);
    const session = { id: clerkId('sess'), object: 'session', user_id: user.id, status: 'active' };
    await world.sender.send(clerkEvent('session.created', session, Date.now()), fullName(user));
  },

  async joinOrganization(world: World) {
    const user = someone(world);
    const membership = {
      id: clerkId('orgmem'),
      object: 'organization_membership',
      role: 'org:member',
      organization: { id: 'org_2demoDemoDemoDemoDemoDemo0', name: 'Example Works' },
      public_user_data: { user_id: user.id, identifier: profileOf(user).email },
    };
    await world.sender.send(
      clerkEvent('organizationMembership.created', membership, Date.now()),
      fullName(user),
    );
  },

  async forge(world: World) {
    const [what, forge] = oneOf(world, Object.entries(forgeries));
    const event = clerkEvent('user.updated', someone(world), Date.now());
    await world.sender.post(forge(world.signingSecret, event, Date.now()), 'forged', what);
  },
};

type Step = keyof typeof steps;

/** Every step once, so that the first half minute shows each outcome. */
const opening: Step[] = [
  ...(['signUp', 'signUp', 'signUp', 'signUp', 'signUp', 'changeEmail', 'changeMetadata'] as const),
  ...(['signIn', 'repeat', 'forge', 'overtake', 'joinOrganization', 'leave', 'forge'] as const),
];

const weights: Record<Step, number> = {
  signUp: 4,
  changeName: 6,
  changeEmail: 5,
  changeMetadata: 3,
  repeat: 2,
  overtake: 2,
  leave: 1,
  signIn: 4,
  joinOrganization: 2,
  forge: 2,
};

/** Each kind of traffic at a brisk pace. */
export async function playOpening(world: World): Promise<void> {
  for (const step of opening) {
    await play(world, step);
    await world.wait(700);
  }
}

/** One step every few seconds, until `wait` rejects. */
export async function runTraffic(world: World): Promise<never> {
  for (;;) {
    await world.wait(1_500 + 3_500 * world.random());
    await play(world, nextStep(world));
  }
}

export async function play(world: World, step: Step): Promise<void> {
  await steps[step](world);
}

/** Chosen at random by weight. A full directory loses a user before it gets a new one. */
export function nextStep({ directory, random }: Pick<World, 'directory' | 'random'>): Step {
  const drawn = Object.entries(weights) as [Step, number][];
  let rest = random() * drawn.reduce((sum, [, weight]) => sum + weight, 0);
  const [step] = drawn.find(([, weight]) => (rest -= weight) < 0)!;
  if (step === 'signUp' && directory.all.length >= MOST_USERS) return 'leave';
  if (step === 'leave' && directory.all.length <= 4) return 'signUp';
  return step;
}

/**
 * Any user except the one who is signed in on the demo page: only the page changes that profile.
 */
function someone({ directory, random }: Pick<World, 'directory' | 'random'>): ClerkUser {
  const { all, signedIn } = directory;
  const others = all.filter((user) => user !== signedIn);
  return oneOf({ random }, others);
}

function change({ directory }: World, user: ClerkUser, profile: Partial<Profile>): ClerkUser {
  return directory.put(saveProfile(user, { ...profileOf(user), ...profile }, laterThan(user)));
}

/** Another last name, and the address that goes with it. */
function rename(world: World, user: ClerkUser): ClerkUser {
  const last_name = oneOf(world, lastNames);
  return change(world, user, { last_name, email: newAddress(world, { ...user, last_name }) });
}

function newAddress({ random }: World, user: ClerkUser): string {
  const { first_name, last_name } = profileOf(user);
  return addressOf(first_name, last_name, 2 + Math.floor(random() * 98));
}

function laterThan(user: ClerkUser): number {
  return Math.max(Date.now(), user.updated_at + 1);
}

function oneOf<T>({ random }: Pick<World, 'random'>, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}
