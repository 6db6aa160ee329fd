/**
 * The local deployment at full speed for a long time, with clients that write, subscribe, come and
 * go. Fails when its memory at the end is over 10 % above that after the warm-up.
 *
 *   node tests/bench/soak.bench.ts [messages]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConvexClient } from 'convex/browser';
import { makeFunctionReference as fn } from 'convex/server';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';

const MESSAGES = Number(process.argv[2] ?? 180_000);
const WARM_UP = MESSAGES / 6;
const CLIENTS = 20;
/** Sent by each client before the next ones come and go. */
const BURST = 50;
const ALLOWED_GROWTH = 1.1;

const functions = new URL('../fixtures/functions', import.meta.url).pathname;
const newest = fn<'query', { channel: string }, object[]>('messages:newest');
const get = fn<'query', { name: string }, number>('counters:get');
const send = fn<'mutation', { channel: string; body: string }, string>('messages:send');
const increment = fn<'mutation', { name: string }, number>('counters:increment');

const data = mkdtempSync(join(tmpdir(), 'local-soak-'));
const deployment = await spawnDeployment({ functions, data });
const began = performance.now();
const memory: { sent: number; megabytes: number }[] = [];
let sent = 0;
let updates = 0;

try {
  const clients = Array.from({ length: CLIENTS }, (_, index) => enter(index));
  for (let round = 0; sent < MESSAGES; round += 1) {
    await Promise.all(clients.map((client, index) => burst(client, `${round}`, index)));
    sent += CLIENTS * BURST;
    const leaving = round % CLIENTS;
    await clients[leaving]!.close();
    clients[leaving] = enter(round);
    if (sent % Math.max(CLIENTS * BURST, MESSAGES / 36) < CLIENTS * BURST) report();
  }
  await Promise.all(clients.map((client) => client.close()));
  judge();
} finally {
  await deployment.stop();
  rmSync(data, { recursive: true });
}

function enter(seed: number): ConvexClient {
  const client = new ConvexClient(deployment.url, { unsavedChangesWarning: false, logger: false });
  const count = () => (updates += 1);
  client.onUpdate(get, { name: 'total' }, count);
  client.onUpdate(get, { name: `client-${seed % 7}` }, count);
  client.onUpdate(newest, { channel: `${seed}` }, count);
  return client;
}

async function burst(client: ConvexClient, channel: string, index: number): Promise<void> {
  const calls = Array.from({ length: BURST }, (_, call) =>
    call % 10 === 0
      ? client.mutation(increment, { name: call === 0 ? 'total' : `client-${index % 7}` })
      : client.mutation(send, { channel, body: 'x'.repeat(200) }),
  );
  await Promise.all(calls);
}

function report(): void {
  const megabytes = residentMegabytes(deployment);
  memory.push({ sent, megabytes });
  const rate = Math.round((sent / (performance.now() - began)) * 1000);
  process.stdout.write(`${sent} messages, ${rate}/s, ${updates} updates, ${megabytes} MB\n`);
}

function judge(): void {
  const warm = median(memory.filter(({ sent: at }) => at >= WARM_UP).slice(0, 5));
  const end = median(memory.slice(-5));
  process.stdout.write(`After the warm-up ${warm} MB, at the end ${end} MB.\n`);
  if (end <= warm * ALLOWED_GROWTH) return;
  process.stdout.write('The memory grew by more than 10 %.\n');
  process.exitCode = 1;
}

function median(samples: { megabytes: number }[]): number {
  const sorted = samples.map(({ megabytes }) => megabytes).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

function residentMegabytes({ pid }: SpawnedDeployment): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`])) / 1024);
}
