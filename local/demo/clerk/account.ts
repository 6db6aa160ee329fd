import { clerkEvent, deletedUser, type ClerkUser } from '../traffic/clerkUser.ts';
import { fullName, type Directory } from '../traffic/directory.ts';
import { ClerkError } from './clerkError.ts';
import type { PageWebhooks } from './pageWebhooks.ts';
import { BrowserSession, type Session } from './session.ts';

/** The account that is signed in on the demo page. Each change of it sends a webhook. */
export class Account {
  readonly #directory: Directory;
  readonly #webhooks: PageWebhooks;
  readonly #session: BrowserSession;

  constructor(directory: Directory, webhooks: PageWebhooks) {
    this.#directory = directory;
    this.#webhooks = webhooks;
    this.#session = new BrowserSession(directory);
  }

  /** @throws ClerkError when nobody is signed in. */
  get session(): Session {
    const { current } = this.#session;
    if (current) return current;
    throw new ClerkError(401, 'authentication_invalid', 'Nobody is signed in.');
  }

  /** Clerk's `client` object. */
  clientJson(): object {
    return this.#session.clientJson();
  }

  /** @param changed Returns the changed user. `now` is later than the last change. */
  change(changed: (user: ClerkUser, now: number) => ClerkUser): ClerkUser {
    const { user } = this.session;
    const next = this.#directory.put(changed(user, Math.max(Date.now(), user.updated_at + 1)));
    this.#emit('user.updated', next, next);
    return next;
  }

  create(user: ClerkUser): Session {
    this.#directory.put(user);
    this.#emit('user.created', user, user);
    return this.signIn(user);
  }

  signIn(user: ClerkUser): Session {
    this.#directory.signIn(user);
    this.#emit('session.created', sessionEvent(this.session, 'active'), user);
    return this.session;
  }

  signOut(): void {
    const ended = this.session;
    this.#directory.signOut();
    this.#emit('session.removed', sessionEvent(ended, 'removed'), ended.user);
  }

  /** Removes the user, and returns the removed user. */
  remove(): ClerkUser {
    const { user } = this.session;
    this.#directory.remove(user);
    this.#emit('user.deleted', deletedUser(user), user);
    return user;
  }

  #emit(type: string, data: Record<string, unknown>, user: ClerkUser): void {
    this.#webhooks.emit(clerkEvent(type, data, Date.now()), fullName(user));
  }
}

function sessionEvent({ id, user }: Session, status: string): Record<string, unknown> {
  return { id, object: 'session', user_id: user.id, status };
}
