/** A backend beside a Clerk that has some users. */
import { afterEach, vi } from 'vitest';
import { internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import type { WebhookEvent } from '../../../webhooks/record/handler.ts';
import {
  all,
  deliver,
  startBackend,
  startBackendWith,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { SECRET_KEY, startClerkApi, type ClerkApi } from '../../fixtures/deployments/clerkApi.ts';
import {
  clerkUser,
  NOON,
  userCreated,
  withEmail,
  type Fields,
} from '../../fixtures/data/clerkEvents.ts';

/** Each Clerk stops at the end of its test. */
export const running: ClerkApi[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await Promise.all(running.splice(0).map(async (api) => await api.close()));
});

/** The nth user, a second younger than the one before. */
export function person(n: number, fields: Fields = {}): Fields {
  const at = NOON + n * 1000;
  return clerkUser({
    id: `user_${n}`,
    first_name: `Person ${n}`,
    ...withEmail(`person${n}@example.com`),
    created_at: at,
    updated_at: at,
    ...fields,
  });
}

export function people(count: number): Fields[] {
  return Array.from({ length: count }, (_, i) => person(i + 1));
}

/** A backend, and a Clerk with these users. */
export async function begin(users: Fields[], before?: (event: WebhookEvent) => Promise<void>) {
  const api = await startClerkApi(users);
  running.push(api);
  vi.stubEnv('CLERK_SECRET_KEY', SECRET_KEY);
  vi.stubEnv('CLERK_API_URL', api.url);
  const backend = before === undefined ? startBackend() : startBackendWith(before);
  const reconcile = async (
    args: { apply?: boolean; remove?: number; run?: Id<'webhookReconciliations'> } = {},
  ) => await backend.action(internal.webhookAdmin.reconcile, args);
  return { api, backend, reconcile };
}

/** Delivers each user's creation. Everything that starts afterwards has a later time. */
export async function receive(backend: Backend, users: Fields[]) {
  for (const user of users) await deliver(backend, { ...userCreated(user), data: user });
  const last = Date.now();
  await vi.waitUntil(() => Date.now() > last, { interval: 1 });
}

/** The Clerk ids of the rows, in order. */
export async function idsOf(backend: Backend) {
  return (await all(backend, 'users')).map(({ clerk_id }) => clerk_id).toSorted(byNumber);
}

export function byNumber(a: string, b: string) {
  return Number(a.slice(5)) - Number(b.slice(5));
}

export const NOTHING = {
  missing: 0,
  created: 0,
  updated: 0,
  newer: 0,
  extra: 0,
  removed: 0,
  failed: 0,
};
