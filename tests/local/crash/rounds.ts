/** Kills a writing process at random moments and checks what it left behind. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../../../local/engine/engine.ts';

const functions = new URL('../functions/crash', import.meta.url).pathname;
const writer = new URL('writer.ts', import.meta.url).pathname;
const admin = { admin: true, identity: null };
const longestLife = 400;

export type CrashReport = { rounds: number; acknowledged: number; written: number };

/**
 * After each kill: every acknowledged write is there once, both halves of it, and timestamps go on;
 * a write that is sent again is there once. At the end each has
 * settled exactly once, and no action has begun twice.
 *
 * @throws AssertionError which says what was lost, torn or done twice.
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

    // As a client does that never heard an answer.
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
      return result.value as { times: number[]; marks: number };
    };
    const before = await ticks();
    let after = before;
    while (after.marks === before.marks) {
      await sleep(20);
      after = await ticks();
    }
    assert.equal(after.times.length, after.marks, 'A tick was doubled or lost.');
    const sorted = after.times.toSorted((a, b) => a - b);
    const gaps = sorted.slice(1).map((time, i) => time - sorted[i]!);
    assert(
      gaps.every((gap) => gap >= 1000),
      'A cron job ran before its time.',
    );

    const jobs = async () => {
      const { result } = await engine.runQuery('ledger:jobs', {}, admin);
      assert(result.success);
      return result.value as string[];
    };
    const isOver = (job: string) =>
      job.startsWith('ledger.js:tick') || (!job.endsWith('pending') && !job.endsWith('inProgress'));
    while (!(await jobs()).every(isOver)) await sleep(20);
    const settled = await keysOf('settled');
    assert.deepEqual(settled.sort(), [...sent].sort(), 'A job was lost or ran twice.');
    const begun = await keysOf('begun');
    const ended = await keysOf('ended');
    assert.equal(new Set(begun).size, begun.length, 'An action began twice.');
    const succeeded = (await jobs()).filter((job) => job === 'ledger.js:act success');
    assert.equal(ended.length, succeeded.length, 'An action was said to have ended that had not.');
  } finally {
    await engine.close();
  }
}
