import type { ClerkAnswer } from '../clerk/clerkAnswer.ts';
import type { PageUser } from '../clerk/pageUser.ts';

/**
 * Who is signed in to the page: the user in the newest answer, and the newest version of that user.
 */
export class SignedInUser {
  /** null for nobody, undefined while it is not known. */
  current: PageUser | null | undefined;
  #at = 0;

  forget(): void {
    this.current = undefined;
  }

  /** `at`: milliseconds since 1970. */
  tell(user: PageUser | null, at: number): void {
    const { current } = this;
    if (current && user?.id === current.id) {
      if (user.updated_at > current.updated_at) this.current = user;
    } else if (current === undefined || at >= this.#at) this.current = user;
    this.#at = Math.max(at, this.#at);
  }

  tellAnswer({ active, own, deletedId }: ClerkAnswer, at: number): void {
    if (active !== undefined) this.tell(active, at);
    if (own !== null && (!this.current || own.id === this.current.id)) this.tell(own, at);
    if (deletedId !== null && deletedId === this.current?.id) this.tell(null, at);
  }
}
