/** The incident of `npm start`: a version that fails for three people, its fix, and their recovery. */
import { clerkEvent, saveProfile, signUp, type ClerkUser } from './clerkUser.ts';
import { fullName } from './directory.ts';
import { play, type World } from './traffic.ts';
import { FAULTY_VERSION, FIXED_VERSION } from './versions.ts';

export interface IncidentWorld extends World {
  /** Deploys a version of the app, and marks the deploy. */
  deploy: (version: string) => Promise<void>;
}

/** The faulty version fails for people without a last name. */
const PEOPLE = ['Xanthe', 'Yuki', 'Zora'] as const;

/**
 * The next retries would come after five minutes. Xanthe's and Yuki's events are resent as soon as the
 * fix is there, and are applied. Zora's stays open until a later change of hers overtakes it.
 */
export async function playIncident(world: IncidentWorld): Promise<void> {
  for (const name of PEOPLE) await join(world, name);
  await world.deploy(FAULTY_VERSION);
  await move(world, 'Zora');
  await world.wait(8_000);
  await play(world, 'signUp');
  await world.wait(12_000);
  await move(world, 'Xanthe');
  await world.wait(3_000);
  await move(world, 'Yuki');
  await play(world, 'signIn');
  await world.wait(12_000);
  await world.deploy(FIXED_VERSION);
  await world.wait(6_000);
  for (const name of ['Xanthe', 'Yuki']) await world.sender.resend(name);
  await play(world, 'signUp');
  await world.wait(25_000);
  await move(world, 'Zora');
}

/** Signs the person up, unless an earlier start did. */
async function join(world: World, firstName: string): Promise<void> {
  if (world.directory.find(firstName)) return;
  const email = `${firstName.toLowerCase()}@example.com`;
  const user = world.directory.put(signUp({ firstName, lastName: '', email }, Date.now()));
  await world.sender.send(clerkEvent('user.created', user, Date.now()), fullName(user));
}

/** Changes the person's email, and removes the last name if the traffic has given them one. */
async function move(world: World, firstName: string): Promise<void> {
  const before = world.directory.find(firstName) as ClerkUser;
  const profile = {
    first_name: firstName,
    last_name: '',
    username: before.username ?? '',
    email: `${firstName}.${Math.floor(world.random() * 1_000)}@example.com`.toLowerCase(),
  };
  const now = Math.max(Date.now(), before.updated_at + 1);
  const user = world.directory.put(saveProfile(before, profile, now));
  await world.sender.send(clerkEvent('user.updated', user, Date.now()), fullName(user));
}
