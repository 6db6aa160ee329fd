/** Changes of one user, to be listed and opened. */
import { deliver, type Backend } from '../fixtures/deployments/backend.ts';
import { NOON, userUpdated } from '../fixtures/data/clerkEvents.ts';

/** The nth change of Ada, each a second after the last. */
export function change(n: number) {
  return userUpdated({ last_name: `King ${n}`, updated_at: NOON + n * 1000 });
}

export async function deliverChanges(backend: Backend, count: number) {
  for (let n = 1; n <= count; n++) await deliver(backend, change(n), { svix_id: `msg_${n}` });
}

export const svixIds = (rows: { svix_id: string }[]) => rows.map((row) => row.svix_id);
