/** The row of the signed-in user, live from the deployment. */
import type { Clerk } from '@clerk/clerk-js';
import { ConvexClient } from 'convex/browser';
import type { FunctionReturnType } from 'convex/server';
import { api } from '../../../convex/_generated/api.js';
import { ask, byId, element } from './dom.ts';

type Row = FunctionReturnType<typeof api.users.getUserByClerkId>;

export async function followRow(clerk: Clerk): Promise<{ show: (clerkId: string | null) => void }> {
  const { url } = await ask<{ url: string }>('/demo/deployment');
  const client = new ConvexClient(url, { skipConvexDeploymentUrlCheck: true });
  const token = () => clerk.session?.getToken({ template: 'convex' }) ?? Promise.resolve(null);
  const state = byId('row-state');
  let shown: string | null = null;
  let stop = () => {};

  return {
    show(clerkId) {
      if (clerkId === shown) return;
      shown = clerkId;
      stop();
      stop = () => {};
      draw(null);
      state.textContent = clerkId === null ? 'Nobody is signed in.' : 'Loading your row.';
      client.setAuth(token);
      if (clerkId === null) return;
      stop = client.onUpdate(
        api.users.getUserByClerkId,
        { clerk_id: clerkId },
        (row) => {
          draw(row);
          state.textContent =
            row === null ? 'There is no row: no webhook about you has arrived yet.' : 'Live.';
        },
        (error) => (state.textContent = `The row cannot be read: ${error.message}`),
      );
    },
  };
}

function draw(row: Row): void {
  byId('row').replaceChildren(
    ...Object.entries(row ?? {}).flatMap(([field, value]) => [
      element('dt', field),
      element(
        'dd',
        field.endsWith('_at') || field === '_creationTime'
          ? new Date(Number(value)).toLocaleString()
          : String(value),
      ),
    ]),
  );
}
