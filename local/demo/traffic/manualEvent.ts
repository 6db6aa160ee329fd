/** The event that `npm run send` asks for, about a user of the stand-in for Clerk. */
import {
  clerkEvent,
  clerkId,
  deletedUser,
  profileOf,
  saveProfile,
  signUp,
  type ClerkEvent,
  type ClerkUser,
  type Profile,
} from './clerkUser.ts';
import { fullName, type Directory } from './directory.ts';
import { newcomer } from './newcomer.ts';
import { addressOf } from './people.ts';

export interface Wish {
  type: string;
  /** Id, first, last or full name. When left out, the user who is signed in on the demo page. */
  user?: string;
  /** Profile fields, or paths in the event's `data`, such as `public_metadata.plan`. */
  set: Record<string, unknown>;
}

/** @throws Error with a sentence for the person who typed the command. */
export function makeEvent(
  { type, user: name, set }: Wish,
  directory: Directory,
  now: number,
): { event: ClerkEvent; who: string } {
  if (type === 'user.created') {
    const user = directory.put(withFields(signUp(personNamed(name, directory), now), set, now));
    return { event: clerkEvent(type, user, now), who: fullName(user) };
  }

  const user = name === undefined ? directory.signedIn : directory.find(name);
  if (user === undefined) {
    const known = directory.all.map(fullName).slice(0, 10).join(', ');
    throw new Error(`There is no user ${name ?? ''}. There are, among others: ${known}.`);
  }
  if (type === 'user.updated') {
    const updated = directory.put(withFields(user, set, now));
    return { event: clerkEvent(type, updated, now), who: fullName(updated) };
  }
  if (type === 'user.deleted') {
    directory.remove(user);
    const data = setPaths(deletedUser(user), set);
    return { event: clerkEvent(type, data, now), who: fullName(user) };
  }
  const [object = type] = type.split('.');
  const data = setPaths({ id: clerkId(object), object, user_id: user.id }, set);
  return { event: clerkEvent(type, data, now), who: fullName(user) };
}

function personNamed(name: string | undefined, directory: Directory) {
  if (name === undefined) return newcomer(directory, Math.random);
  const [firstName = name, lastName = 'Example'] = name.split(' ');
  return { firstName, lastName, email: addressOf(firstName, lastName) };
}

function withFields(user: ClerkUser, set: Record<string, unknown>, now: number): ClerkUser {
  const profile: Profile = { ...profileOf(user) };
  const paths: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(set)) {
    if (Object.hasOwn(profile, path)) profile[path as keyof Profile] = textOf(value);
    else if (Object.hasOwn(user, path.split('.', 1)[0]!)) paths[path] = value;
    else throw new Error(unknownField(path, user));
  }
  return setPaths(saveProfile(user, profile, Math.max(now, user.updated_at + 1)), paths);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Most likely a typing error: all of Clerk's fields are known, and other fields belong in metadata.
 */
function unknownField(path: string, user: ClerkUser): string {
  const fields = [...Object.keys(profileOf(user)), ...Object.keys(user)];
  const known = [...new Set(fields)].toSorted().join(', ');
  return `A Clerk user has no field ${path}. Fields of your own go into metadata, such as public_metadata.plan. There are: ${known}.`;
}

/** A copy with each dotted path set. Missing objects along a path are created. */
function setPaths<T extends object>(source: T, paths: Record<string, unknown>): T {
  const copy = structuredClone(source);
  for (const [path, value] of Object.entries(paths)) {
    const keys = path.split('.');
    const last = keys.pop()!;
    let target = copy as Record<string, unknown>;
    for (const key of keys) {
      if (!Object.hasOwn(target, key)) target[key] = {};
      const next = target[key];
      if (typeof next !== 'object' || next === null) {
        throw new Error(`${path} cannot be set: ${key} is ${JSON.stringify(next)}.`);
      }
      target = next as Record<string, unknown>;
    }
    Object.defineProperty(target, last, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}
