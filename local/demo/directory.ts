import type { ClerkUser } from './clerkUser.ts';

/** The users that the stand-in for Clerk holds. Every change is handed to `save`. */
export class Directory {
  readonly #users: Map<string, ClerkUser>;
  readonly #save: (users: ClerkUser[]) => void;

  constructor(users: ClerkUser[], save: (users: ClerkUser[]) => void) {
    this.#users = new Map(users.map((user) => [user.id, user]));
    this.#save = save;
  }

  get all(): ClerkUser[] {
    return [...this.#users.values()];
  }

  /** The one who is signed in on the demo page: the first to sign up. */
  get signedIn(): ClerkUser | undefined {
    return this.all[0];
  }

  /** By id, or by first, last or full name, in any case. */
  find(nameOrId: string): ClerkUser | undefined {
    const wanted = nameOrId.toLowerCase();
    return this.all.find((user) =>
      [user.id, user.first_name, user.last_name, fullName(user)].some(
        (name) => name?.toLowerCase() === wanted,
      ),
    );
  }

  put(user: ClerkUser): ClerkUser {
    this.#users.set(user.id, user);
    this.#save(this.all);
    return user;
  }

  remove(user: ClerkUser): void {
    this.#users.delete(user.id);
    this.#save(this.all);
  }
}

export function fullName(user: Pick<ClerkUser, 'first_name' | 'last_name'>): string {
  return [user.first_name, user.last_name].filter(Boolean).join(' ');
}
