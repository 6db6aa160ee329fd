import type { ClerkUser } from './clerkUser.ts';

/** The users of the stand-in for Clerk. `save` gets all of them after each change. */
export class Directory {
  readonly #users: Map<string, ClerkUser>;
  readonly #save: (users: ClerkUser[]) => void;
  #signedIn: string | null;

  /** @param users The first of them is signed in on the demo page. */
  constructor(users: ClerkUser[], save: (users: ClerkUser[]) => void) {
    this.#users = new Map(users.map((user) => [user.id, user]));
    this.#save = save;
    this.#signedIn = users[0]?.id ?? null;
  }

  get all(): ClerkUser[] {
    return [...this.#users.values()];
  }

  /** The user who is signed in on the demo page, if anybody is. */
  get signedIn(): ClerkUser | undefined {
    return this.#signedIn === null ? undefined : this.#users.get(this.#signedIn);
  }

  signIn(user: ClerkUser): void {
    this.#signedIn = user.id;
  }

  signOut(): void {
    this.#signedIn = null;
  }

  /** Finds a user by id, or by first, last or full name, in upper or lower case. */
  find(nameOrId: string): ClerkUser | undefined {
    const wanted = nameOrId.toLowerCase();
    return this.all.find((user) =>
      [user.id, user.first_name, user.last_name, fullName(user)].some(
        (name) => name?.toLowerCase() === wanted,
      ),
    );
  }

  /** Finds a user by any email address, in upper or lower case. */
  findByEmail(address: string): ClerkUser | undefined {
    const wanted = address.trim().toLowerCase();
    return this.all.find((user) =>
      user.email_addresses.some((email) => email.email_address.toLowerCase() === wanted),
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
