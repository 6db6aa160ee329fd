import { isRecord } from '../../../webhooks/shared/clerkEvent.ts';
import type { ClerkCall } from './clerkCall.ts';
import { isUserId, pageUserOf, type PageUser } from './pageUser.ts';

/** What an answer of Clerk's Frontend API says about users. */
export interface ClerkAnswer {
  /** The user whom the call itself was about; null if the answer is not a user. */
  own: PageUser | null;
  /** The users who were signed in at the time of the answer. */
  signedIn: PageUser[];
  /** The user of the active session; null for nobody, undefined if the answer does not say. */
  active: PageUser | null | undefined;
  /** The id of the user whom the call deleted. */
  deletedId: string | null;
  /** The id of the user whom a sign-up created. */
  createdId: string | null;
}

/** Longer bodies are not read: a client with all its sessions has some 50 kB. */
export const MAX_ANSWER_LENGTH = 512 * 1024;
const MAX_SESSIONS = 20;

/** Reads the body of a successful answer; null if nothing in it is about a user. Never throws. */
export function readAnswer(call: ClerkCall, body: string): ClerkAnswer | null {
  if (body.length > MAX_ANSWER_LENGTH) return null;
  const answer = parsed(body);
  if (!isRecord(answer)) return null;
  const response = isRecord(answer.response) ? answer.response : null;
  const own = response?.object === 'user' ? pageUserOf(response) : null;
  const client = response?.object === 'client' ? response : answer.client;
  const sessions = sessionsOf(client);
  const told = response?.object === 'session' ? [response] : [];
  const signedIn = [...(sessions ?? []), ...told].flatMap(({ user }) => pageUserOf(user) ?? []);
  const deletedId =
    response?.deleted === true && call.kind === 'delete' && isUserId(response.id)
      ? response.id
      : null;
  const createdId =
    call.kind === 'sign up' && isUserId(response?.created_user_id)
      ? response.created_user_id
      : null;
  const nobody = call.ofClient && answer.response === null;
  const active = nobody ? null : sessions && activeOf(client, sessions);
  const isTelling =
    own !== null || signedIn.length > 0 || active !== undefined || deletedId !== null;
  if (!isTelling && createdId === null) return null;
  return { own, signedIn, active, deletedId, createdId };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sessionsOf(client: unknown): Record<string, unknown>[] | undefined {
  if (!isRecord(client) || !Array.isArray(client.sessions)) return undefined;
  return client.sessions.slice(0, MAX_SESSIONS).filter(isRecord);
}

function activeOf(client: unknown, sessions: Record<string, unknown>[]): PageUser | null {
  const last = isRecord(client) ? client.last_active_session_id : undefined;
  const active =
    sessions.find(({ id }) => typeof id === 'string' && id === last) ??
    sessions.find(({ status }) => status === 'active');
  return pageUserOf(active?.user);
}
