/** The session of the demo's one browser, in the shapes that Clerk's SDK reads. */
import { clerkId, type ClerkUser } from '../traffic/clerkUser.ts';
import type { Directory } from '../traffic/directory.ts';

const A_WEEK_MS = 7 * 24 * 3_600_000;

export interface Session {
  id: string;
  user: ClerkUser;
  createdAt: number;
}

export class BrowserSession {
  readonly #directory: Directory;
  readonly #clientId = clerkId('client');
  #latest: { id: string; userId: string; createdAt: number } | null = null;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** The session of the user who is signed in, null when nobody is. */
  get current(): Session | null {
    const user = this.#directory.signedIn;
    if (!user) return null;
    if (this.#latest?.userId !== user.id) {
      this.#latest = { id: clerkId('sess'), userId: user.id, createdAt: Date.now() };
    }
    return { ...this.#latest, user };
  }

  /** Clerk's `client` object, which every answer to a write carries. */
  clientJson(): object {
    const session = this.current;
    return {
      object: 'client',
      id: this.#clientId,
      sessions: session ? [sessionJson(session)] : [],
      sign_in: null,
      sign_up: null,
      last_active_session_id: session?.id ?? null,
      cookie_expires_at: null,
      captcha_bypass: true,
      created_at: session?.createdAt ?? Date.now(),
      updated_at: Date.now(),
    };
  }
}

export function sessionJson({ id, user, createdAt }: Session): object {
  return {
    object: 'session',
    id,
    status: 'active',
    expire_at: createdAt + A_WEEK_MS,
    abandon_at: createdAt + 4 * A_WEEK_MS,
    last_active_at: Date.now(),
    last_active_token: null,
    last_active_organization_id: null,
    actor: null,
    factor_verification_age: [0, -1],
    user: userJson(user),
    public_user_data: {
      user_id: user.id,
      first_name: user.first_name,
      last_name: user.last_name,
      identifier: user.email_addresses[0]?.email_address ?? '',
    },
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** The user as a browser may see it: `private_metadata` is for servers only. */
export function userJson(user: ClerkUser): object {
  const { private_metadata: _, ...visible } = user;
  return visible;
}
