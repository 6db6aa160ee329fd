/**
 * From a signed POST to the subscriber that sees its row, deliveries a second with 16 under way, and
 * what one costs the deployment, while the audit log grows. Fails when one costs over twice as much
 * processor time at the last size as at the first, whatever else the machine is busy with: no
 * delivery may cost more because many came before it.
 *
 *   node tests/bench/latency.bench.ts [rows …]
 */
import { execFileSync } from 'node:child_process';
import { ConvexClient } from 'convex/browser';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { api } from '../../convex/_generated/api.js';
import { issueKey } from '../behaviours/deployment.ts';
import { overHttp } from '../behaviours/overHttp.ts';
import { userCreated } from '../fixtures/clerkEvents.ts';
import { spawnDeployment } from '../fixtures/deployment.ts';
import { SECRET } from '../fixtures/signing.ts';

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 50_000];
const SAMPLES = 200;
const BURST = 2_000;
const AT_ONCE = 16;
const MOST_TIMES_DEARER = 2;

const data = mkdtempSync(join(tmpdir(), 'local-latency-'));
const spawned = await spawnDeployment({
  functions: new URL('../../convex', import.meta.url).pathname,
  data,
  env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
});
const deployment = overHttp(spawned);
const { accessKey } = await issueKey(deployment);
const client = new ConvexClient(spawned.url, { unsavedChangesWarning: false, logger: false });
let rows = 0;

try {
  const costs = [];
  for (const size of SIZES) costs.push(await measure(size));
  const times = costs.at(-1)! / costs[0]!;
  console.log(`At the last size a delivery costs ${times.toFixed(2)} times that at the first.`);
  if (times > MOST_TIMES_DEARER) process.exitCode = 1;
} finally {
  await client.close();
  await spawned.stop();
  rmSync(data, { recursive: true });
}

/** Milliseconds of the deployment's processor time that a delivery costs. */
async function measure(size: number): Promise<number> {
  await deliver(Math.max(size - rows, BURST));
  const [started, busy] = [performance.now(), processorSeconds(spawned.pid)];
  await deliver(BURST);
  const rate = (BURST / (performance.now() - started)) * 1000;
  const cost = ((processorSeconds(spawned.pid) - busy) / BURST) * 1000;
  const latencies = await latenciesToSubscriber();
  const [median, p95] = [0.5, 0.95].map((part) => latencies[Math.floor(part * SAMPLES)]!);
  console.log(
    `${rows} rows: ${median!.toFixed(1)} ms to the subscriber (median; ${p95!.toFixed(1)} at 95 %), ` +
      `${Math.round(rate)} deliveries/s, ${cost.toFixed(2)} ms of processor time each`,
  );
  return cost;
}

/** `ps` says `hours:minutes:seconds` or `minutes:seconds`, on some systems with hundredths. */
function processorSeconds(pid: number): number {
  const text = execFileSync('ps', ['-o', 'time=', '-p', `${pid}`], { encoding: 'utf8' });
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** New users, 16 deliveries at a time. */
async function deliver(count: number): Promise<void> {
  const end = rows + count;
  const sender = async () => {
    while (rows < end) await deliverOne();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

async function deliverOne(): Promise<void> {
  const n = rows;
  rows += 1;
  const svix_id = `msg_latency_${n}`;
  const { outcome } = await deployment.deliver(userCreated({ id: `user_2latency${n}` }), {
    svix_id,
  });
  if (outcome !== 'applied') throw new Error(`${svix_id} was ${outcome}`);
}

/** Milliseconds, ascending. */
async function latenciesToSubscriber(): Promise<number[]> {
  let seen = (_id: string) => {};
  const stop = client.onUpdate(
    api.webhookAudit.older,
    { accessKey, before: null, limit: 10 },
    (page) => seen(page.rows[0]!.svix_id),
  );
  const latencies: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const svix_id = `msg_latency_${rows}`;
    const arrived = new Promise<void>((resolve) => {
      seen = (newest) => newest === svix_id && resolve();
    });
    const started = performance.now();
    await deliverOne();
    await arrived;
    latencies.push(performance.now() - started);
  }
  stop();
  return latencies.toSorted((a, b) => a - b);
}
