import type { Crons } from 'convex/server';
import { functions } from './functions.ts';

/** Adds the library's scheduled work, for `convex/crons.ts`. */
export function addWebhookCrons(crons: Crons): void {
  // Never on the hour, when everybody's jobs run.
  const daily = { hourUTC: 3, minuteUTC: 23 };
  crons.daily('webhooks: prune old deliveries', daily, functions.prune, {});

  // A step reschedules itself, so a batch stops only when a step could not run at all.
  crons.interval('webhooks: resume batches', { minutes: 7 }, functions.resumeBatches, {});

  // The same for erasures. This one also notes that crons run, for the doctor.
  crons.interval('webhooks: resume erasures', { minutes: 61 }, functions.resumeErasures, {});
}
