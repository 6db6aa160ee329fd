import { cronJobs } from 'convex/server';
import { addWebhookCrons } from '../webhooks/crons.ts';

const crons = cronJobs();

addWebhookCrons(crons);

export default crons;
