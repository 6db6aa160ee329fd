import { cronJobs } from 'convex/server';
import { addWebhookCrons } from 'webhook-devtools-for-convex';

const crons = cronJobs();

addWebhookCrons(crons);

export default crons;
