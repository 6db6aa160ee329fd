import { cronJobs, makeFunctionReference } from 'convex/server';

const crons = cronJobs();

crons.interval('mark at once', { hours: 1 }, makeFunctionReference<'mutation'>('jobs:mark'), {
  name: 'cron',
});

export default crons;
