/**
 * The panel's processor time for one of Clerk's answers to the inspected page: reading it, pairing
 * it with a log of 10,000 deliveries, and reporting it. Answers come one by one, so that none
 * shares its cost with another.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EventLog } from '../../extension/data/feed/events.ts';
import { PageWatch } from '../../extension/page/watch/pageWatch.ts';
import { clerkClient, clerkRequest, clerkUser, FakePage } from '../extension/page/fakePage.ts';
import { auditRow, NOON } from '../fixtures/data/auditRow.ts';
import { median, report } from './report.ts';

const ANSWERS = 100;
const ROWS = 10_000;
const MOST_MS = 1;
/** As large as a client with all of its sessions: some 50 kB. */
const SESSIONS = 20;

const page = new FakePage();
const watch = new PageWatch(page);
const stop = watch.start();
const log = new EventLog((callback) => callback());
log.append(Array.from({ length: ROWS }, (_, at) => auditRow(at)));
watch.followRows(log);
await sleep(500);

const times: number[] = [];
for (let at = 0; at < ANSWERS; at++) times.push(await processorMs(at));
stop();

const spent = median(times);
report({
  name: `an answer of ${(answer(0).size / 1_000).toFixed(0)} kB to the inspected page`,
  here: `${spent.toFixed(2)} ms`,
  beside: `${MOST_MS} ms`,
  ratio: spent / MOST_MS,
  goal: { atMost: 1 },
});

async function processorMs(at: number): Promise<number> {
  const request = answer(at);
  const before = process.cpuUsage();
  const told = new Promise<void>((resolve) => {
    const leave = watch.subscribe(() => {
      leave();
      resolve();
    });
  });
  page.request(request);
  await told;
  const { user, system } = process.cpuUsage(before);
  if (watch.snapshot.user?.updated_at !== versionOf(at)) throw new Error('It was not read.');
  // Waits until the panel would report the next answer at once.
  await sleep(210);
  return (user + system) / 1_000;
}

function versionOf(at: number): number {
  return NOON + at * 1_000;
}

function answer(at: number) {
  const user = clerkUser('user_2ada', versionOf(at), {
    public_metadata: { notes: 'x'.repeat(1_000) },
  });
  const client = clerkClient(user);
  const sessions = Array.from({ length: SESSIONS }, (_, n) => ({
    ...client.sessions[0],
    id: `sess_${n + 1}`,
  }));
  const body = { response: user, client: { ...client, sessions } };
  return clerkRequest({ method: 'PATCH', path: 'me', from: versionOf(at) - 10, body });
}
