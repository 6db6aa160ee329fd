import { cronJobs } from 'convex/server';
import { addWebhookCrons } from 'webhook-devtools-for-convex';
import { internal } from './_generated/api';

const crons = cronJobs();

crons.interval('delete marked files', { minutes: 47 }, internal.files.deleteMarked, {});

addWebhookCrons(crons);

export default crons;
