/**
 * The demo page: an account at the stand-in for Clerk, by Clerk's own SDK, beside its row in
 * `users`.
 */
import type { Clerk } from '@clerk/clerk-js';
import { changeAccountBy } from './account.ts';
import { byId, say } from './dom.ts';
import { followRow } from './row.ts';
import { chooseWebhooks } from './webhooks.ts';

// Clerk's script sets this, as in most apps.
declare const window: Window & { Clerk: Clerk };

const clerk = window.Clerk;
const row = await followRow(clerk);
changeAccountBy(clerk);
chooseWebhooks();

// Otherwise the SDK would send telemetry to Clerk.
await clerk.load({ telemetry: false });
clerk.addListener(({ user }) => {
  byId('signed-in').hidden = !user;
  byId('signed-out').hidden = Boolean(user);
  row.show(user?.id ?? null);
});
say(clerk.user ? `Signed in as ${clerk.user.fullName}.` : 'Nobody is signed in.');
