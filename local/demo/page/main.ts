/** The demo page: one person's profile at the stand-in for Clerk, beside their live users row. */
import { ConvexClient } from 'convex/browser';
import type { FunctionReturnType } from 'convex/server';
import { api } from '../../../convex/_generated/api.js';
import type { Profile } from '../clerkUser.ts';

type Me = Profile & { id: string };
type Row = FunctionReturnType<typeof api.users.getUserByClerkId>;

const form = byId<HTMLFormElement>('profile');
const said = byId('said');
const row = byId('row');
const rowState = byId('row-state');

const me = await ask<Me>('GET', '/v1/me').catch((error: Error) => {
  said.textContent = error.message;
  throw error;
});
fill(me);
said.textContent = `Signed in as ${me.first_name} ${me.last_name}.`;
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void save();
});
await showRow();

function fill(profile: Profile): void {
  for (const input of form.querySelectorAll('input')) {
    input.value = profile[input.name as keyof Profile];
  }
}

async function save(): Promise<void> {
  try {
    fill(await ask<Me>('PATCH', '/v1/me', Object.fromEntries(new FormData(form))));
    said.textContent = 'Saved at Clerk, which now sends user.updated to the webhook.';
  } catch (error) {
    said.textContent = `Not saved. ${(error as Error).message}`;
  }
}

async function showRow(): Promise<void> {
  const { url } = await ask<{ url: string }>('GET', '/v1/deployment');
  const client = new ConvexClient(url, { skipConvexDeploymentUrlCheck: true });
  client.setAuth(async () => (await ask<{ token: string }>('POST', '/v1/me/token')).token);
  client.onUpdate(api.users.getUserByClerkId, { clerk_id: me.id }, draw, (error) => {
    rowState.textContent = `The row cannot be read: ${error.message}`;
  });
}

function draw(user: Row): void {
  rowState.textContent =
    user === null ? 'There is no row yet: no webhook about you has come.' : 'Live.';
  row.replaceChildren(
    ...Object.entries(user ?? {}).flatMap(([field, value]) => [
      element('dt', field),
      element(
        'dd',
        field.endsWith('_at') ? new Date(Number(value)).toLocaleString() : String(value),
      ),
    ]),
  );
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function byId<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const result = await response.json();
  if (!response.ok) throw new Error(result.message);
  return result as T;
}
