import { cronJobs } from 'convex/server';
import { internal } from './_generated/api.js';

const crons = cronJobs();

// Never on the hour, when everybody's jobs run.
crons.daily('prune old deliveries', { hourUTC: 3, minuteUTC: 23 }, internal.webhookAudit.prune);

// A step reschedules itself, so a batch stops only when a step could not run at all.
crons.interval('resume batches', { minutes: 7 }, internal.redispatch.resumeBatches);

export default crons;
