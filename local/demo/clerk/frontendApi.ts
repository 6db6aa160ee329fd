/** The part of Clerk's frontend API that the demo page uses through Clerk's browser SDK. */
import { clerkId, type ClerkUser } from '../traffic/clerkUser.ts';
import type { Directory } from '../traffic/directory.ts';
import { Account } from './account.ts';
import { ClerkError } from './clerkError.ts';
import { emailOf, withEmail, withoutEmail, withVerifiedEmail } from './emailAddresses.ts';
import { environmentJson } from './environment.ts';
import type { PageWebhooks } from './pageWebhooks.ts';
import type { Fields } from './requestBody.ts';
import { sessionJson, userJson } from './session.ts';
import { SignUps } from './signUps.ts';

export interface FrontendApiOptions {
  directory: Directory;
  webhooks: PageWebhooks;
  /** A JWT about the user with these further claims. */
  issueToken: (userId: string, claims: Record<string, string>) => Promise<string>;
}

/** Answers a request, or returns undefined if the API has no such path. */
export type FrontendApi = (method: string, path: string, fields: Fields) => unknown;

/** Returns a route's answer. `id` is the id in its path, if there is one. */
type Route = (fields: Fields, id: string) => unknown;

export function createFrontendApi(options: FrontendApiOptions): FrontendApi {
  const { directory, webhooks, issueToken } = options;
  const account = new Account(directory, webhooks);
  const signUps = new SignUps();

  /** The answer to a write: the object asked for, and the client as it is now. */
  const written = (response: object) => ({ response, client: account.clientJson() });
  const token = async (claims: Record<string, string>) => ({
    object: 'token',
    jwt: await issueToken(account.session.user.id, claims),
  });

  const routes: Record<string, Route> = {
    'GET /v1/environment': () => environmentJson,
    'PATCH /v1/environment': () => environmentJson,
    'GET /v1/client': () => ({ response: account.clientJson() }),

    'POST /v1/client/sessions/:id/touch': () => written(sessionJson(account.session)),
    'POST /v1/client/sessions/:id/tokens': () => token({ sid: account.session.id }),
    'POST /v1/client/sessions/:id/tokens/convex': () => token({ aud: 'convex' }),
    'DELETE /v1/client/sessions': () => {
      account.signOut();
      return { response: account.clientJson() };
    },

    'POST /v1/client/sign_ins': ({ identifier = '' }) => {
      const user = directory.findByEmail(identifier);
      if (!user) {
        const message = `Nobody has the email address ${identifier}.`;
        throw new ClerkError(422, 'form_identifier_not_found', message);
      }
      const { id: created_session_id } = account.signIn(user);
      const id = clerkId('sia');
      return written({ object: 'sign_in', id, status: 'complete', identifier, created_session_id });
    },
    'POST /v1/client/sign_ups': (fields) => written(signUps.begin(fields)),
    'POST /v1/client/sign_ups/:id/prepare_verification': (_, id) => written(signUps.prepare(id)),
    'POST /v1/client/sign_ups/:id/attempt_verification': ({ code }, id) => {
      const { user, json } = signUps.finish(id, code, Date.now());
      return written(json(account.create(user).id));
    },

    'GET /v1/me': () => ({ response: userJson(account.session.user) }),
    'PATCH /v1/me': (fields) =>
      written(userJson(account.change((user, now) => withProfile(user, fields, now)))),
    'PATCH /v1/me/metadata': (fields) =>
      written(userJson(account.change((user, now) => withMetadata(user, fields, now)))),
    'DELETE /v1/me': () => written({ object: 'user', id: account.remove().id, deleted: true }),

    'POST /v1/me/email_addresses': ({ email_address = '' }) => {
      const user = account.change((before, now) => withEmail(before, email_address, now));
      return written(user.email_addresses.at(-1)!);
    },
    'POST /v1/me/email_addresses/:id/prepare_verification': (_, id) =>
      written(emailOf(account.session.user, id)),
    'POST /v1/me/email_addresses/:id/attempt_verification': ({ code }, id) =>
      written(
        emailOf(
          account.change((user, now) => withVerifiedEmail(user, id, code, now)),
          id,
        ),
      ),
    'DELETE /v1/me/email_addresses/:id': (_, id) => {
      account.change((user, now) => withoutEmail(user, id, now));
      return written({ object: 'email_address', id, deleted: true });
    },
  };

  return (method, path, fields) => {
    const { pattern, id } = patternOf(path);
    return routes[`${method} ${pattern}`]?.(fields, id);
  };
}

/** `/v1/me/email_addresses/idn_2x/` is `/v1/me/email_addresses/:id`, with that id. */
function patternOf(path: string): { pattern: string; id: string } {
  let id = '';
  const parts = path.split('/').map((part) => {
    if (!/^(idn|sess|sua)_\w+$/.test(part)) return part;
    id = part;
    return ':id';
  });
  return { pattern: parts.join('/').replace(/\/$/, ''), id };
}

/** The user with the given fields. An empty text clears a field, as at Clerk. */
function withProfile(user: ClerkUser, fields: Fields, now: number): ClerkUser {
  const text = (name: 'first_name' | 'last_name' | 'username') =>
    fields[name] === undefined ? user[name] : fields[name].trim() || null;
  const primary = fields['primary_email_address_id'];
  return {
    ...user,
    first_name: text('first_name'),
    last_name: text('last_name'),
    username: text('username'),
    primary_email_address_id: primary ? emailOf(user, primary).id : user.primary_email_address_id,
    updated_at: now,
  };
}

/** The user with the given keys set in `unsafe_metadata`, which users may write themselves. */
function withMetadata(user: ClerkUser, { unsafe_metadata }: Fields, now: number): ClerkUser {
  const given = JSON.parse(unsafe_metadata ?? '{}') as object;
  const merged = { ...(user['unsafe_metadata'] as object), ...given };
  return { ...user, unsafe_metadata: merged, updated_at: now };
}
