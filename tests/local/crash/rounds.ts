/** Kills a writing process at random moments and checks what it left behind. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../../../local/engine/storage/connection.ts';
import { documentsOf } from '../../../local/engine/storage/entries.ts';
import { Store } from '../../../local/engine/storage/store.ts';
import { openEngine } from '../../../local/localEngine.ts';

const functions = new URL('../functions/crash', import.meta.url).pathname;
const writer = new URL('writer.ts', import.meta.url).pathname;
const admin = { admin: true, identity: null };
const longestLife = 400;

export type CrashReport = { rounds: number; acknowledged: number; written: number };

/**
 * After each kill: both halves of every acknowledged write are there once, timestamps are later than
 * before, and a write that is sent again is there once. At the end each write has settled exactly
 * once, and no action has begun twice.
 *
 * @throws AssertionError that says what was lost, torn or done twice.
 */
export async function crashRounds(rounds: number, data: string): Promise<CrashReport> {
  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  let newestTs = 0n;
  for (let round = 0; round < rounds; round++) {
    const output = await runUntilKilled(data, String(round), Math.random() * longestLife);
    for (const line of output.split('\n').slice(0, -1)) {
      const [event, key, ts] = line.split(' ') as [string, string, string?];
      sent.add(key);
      if (event !== 'ack') continue;
      acknowledged.add(key);
      const time = BigInt(ts!);
      assert(time > newestTs, `${key} was committed at ${time}, not after ${newestTs}`);
      newestTs = time;
    }
    await check(data, sent, acknowledged, newestTs, round === rounds - 1);
  }
  return { rounds, acknowledged: acknowledged.size, written: sent.size };
}

async function runUntilKilled(data: string, prefix: string, life: number): Promise<string> {
  const child = spawn(process.execPath, [writer, data, functions, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const isWriting = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      resolve();
    });
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await Promise.race([isWriting, closed]);
  await sleep(life);
  assert(child.exitCode === null, 'The writer ended by itself.');
  child.kill('SIGKILL');
  await closed;
  return output;
}

async function check(
  data: string,
  sent: Set<string>,
  acknowledged: Set<string>,
  newestTs: bigint,
  isLast: boolean,
): Promise<void> {
  const engine = await openEngine({ data, functions });
  try {
    const keysOf = async (table: string) => {
      const { result } = await engine.runQuery('ledger:keys', { table }, admin);
      assert(result.success);
      return result.value as string[];
    };
    assert(engine.lastTs >= newestTs, 'The newest timestamp was forgotten.');
    const debits = await keysOf('debits');
    const credits = await keysOf('credits');
    assert.deepEqual(credits, debits, 'A write was torn in two.');
    assert.equal(new Set(debits).size, debits.length, 'A write was applied twice.');
    for (const key of acknowledged) assert(debits.includes(key), `${key} was lost.`);

    // A client that has received no answer sends its write again.
    for (const key of sent) {
      const { result } = await engine.runMutation('ledger:write', { key }, admin, key);
      assert(result.success);
    }
    assert.deepEqual(
      (await keysOf('debits')).sort(),
      [...sent].sort(),
      'Sent again, applied twice.',
    );
    if (!isLast) return;

    const ticks = async () => {
      const { result } = await engine.runQuery('ledger:ticks', {}, admin);
      assert(result.success);
      return result.value as number;
    };
    const before = await ticks();
    while ((await ticks()) === before) await sleep(20);

    const jobs = async () => {
      const { result } = await engine.runQuery('ledger:jobs', {}, admin);
      assert(result.success);
      return result.value as string[];
    };
    const isOver = (job: string) => !job.endsWith('pending') && !job.endsWith('inProgress');
    while (!(await jobs()).every(isOver)) await sleep(20);
    const settled = await keysOf('settled');
    assert.deepEqual(settled.sort(), [...sent].sort(), 'A job was lost or ran twice.');
    const begun = await keysOf('begun');
    const ended = await keysOf('ended');
    assert.equal(new Set(begun).size, begun.length, 'An action began twice.');
    const succeeded = (await jobs()).filter((job) => job === 'ledger.js:act success');
    // A kill between an action's last write and its end leaves one that wrote all, but failed.
    assert(succeeded.length <= ended.length, 'An unfinished action counts as a success.');
  } finally {
    await engine.close();
  }
  if (isLast) checkTicks(data);
}

/** Functions cannot see the runs of cron jobs. */
function checkTicks(data: string): void {
  const store = new Store(new Connection(data));
  const all = (name: string) =>
    [...documentsOf(store.connection, store.catalog.table(name)!)].map(({ document }) => document);
  const done = all('_cron_runs').filter(
    (run) => (run['state'] as { kind: string }).kind === 'success',
  );
  assert.equal(all('ticks').length, done.length, 'A tick was doubled or lost.');
  const times = done.map((run) => run['scheduledTime'] as number).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  assert(
    gaps.every((gap) => gap >= 1000),
    'A cron job ran before its time.',
  );
  store.close();
}
