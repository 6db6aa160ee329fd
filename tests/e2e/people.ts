/** The users of the stories, and Clerk's events about them. */
import {
  profileOf,
  saveProfile,
  signUp,
  type ClerkUser,
} from '../../local/demo/traffic/clerkUser.ts';
import type { Backend } from './backend.ts';

export function newMira(): ClerkUser {
  return signUp({ firstName: 'Mira', lastName: 'Holm', email: 'mira@example.com' }, Date.now());
}

export function newIvo(): ClerkUser {
  return signUp({ firstName: 'Ivo', lastName: 'Junip', email: 'ivo@example.com' }, Date.now());
}

/** The user with another last name. */
export function renamed(user: ClerkUser, lastName: string): ClerkUser {
  const profile = { ...profileOf(user), last_name: lastName };
  return saveProfile(user, profile, user.updated_at + 1);
}

/** The user with another email address. */
export function moved(user: ClerkUser, email: string): ClerkUser {
  return saveProfile(user, { ...profileOf(user), email }, user.updated_at + 1);
}

/** Mira signs up and becomes Mira Vale, and somebody forges a change of hers. */
export async function deliverMira(backend: Backend): Promise<void> {
  const mira = newMira();
  await backend.deliver('user.created', mira);
  await backend.deliver('user.updated', renamed(mira, 'Vale'));
  await backend.forge(mira);
}
