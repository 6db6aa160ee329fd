import { cronJobs, type Crons } from 'convex/server';
import { expect, test } from 'vitest';
import ownCrons from '../../convex/crons.ts';
import { addWebhookCrons } from '../../webhooks/crons.ts';

function jobsOf({ crons }: Crons) {
  return Object.values(crons).map(({ name, schedule }) => [name, schedule]);
}

const UPKEEP = [
  ['webhookAdmin:prune', { type: 'daily', hourUTC: 3, minuteUTC: 23 }],
  ['webhookAdmin:resumeBatches', { type: 'interval', minutes: 7 }],
  ['webhookAdmin:resumeErasures', { type: 'interval', minutes: 61 }],
];

test('every upkeep function is scheduled, and none on the hour', () => {
  const crons = cronJobs();
  addWebhookCrons(crons);
  expect(jobsOf(crons)).toEqual(UPKEEP);
});

test("this project's own app schedules the library's crons", () => {
  expect(jobsOf(ownCrons)).toEqual(UPKEEP);
});
