/**
 * The cost of the library on a Convex deployment in the cloud, in the units that Convex counts:
 *
 *   node tests/bench/convexCost.ts
 *
 * A delivery, a deletion and the panel's queries run on the local deployment's engine, which counts
 * reads and writes as Convex does; `getTransactionMetrics` gives the counts. Executions are counted
 * too. The rest is multiplication: a month of 30 days, rows kept for 30 days, and one panel open 8
 * hours a day.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JSONValue } from 'convex/values';
import { ANONYMOUS } from '../../local/auth/caller.ts';
import type { Engine } from '../../local/engine/contract/contract.ts';
import { openEngine } from '../../local/localEngine.ts';
import { NOON, userCreated, userUpdated } from '../fixtures/data/clerkEvents.ts';
import { SECRET, signedRequest } from '../fixtures/data/signing.ts';

const DELIVERIES = 200;
const DELIVERIES_A_DAY = [10, 1_000, 100_000];
const DAYS = 30;
const HOURS_OPEN = 8;
/** Counted by the bench of `tail`. */
const TAILS_AN_EVENT = 1.25;
/** Every 7 minutes, every 61 minutes and once a day; each is one call. */
const CRON_CALLS_A_DAY = (24 * 60) / 7 + (24 * 60) / 61 + 1;
/** A month of the free plan: https://docs.convex.dev/production/state/limits */
const FREE = { calls: 1e6, io: 1e9, stored: 0.5e9 };

const PROBE = `
  import { makeFunctionReference } from 'convex/server';
  import { v } from 'convex/values';
  import { internalMutation, internalQuery } from './_generated/server.js';
  const call = { args: { name: v.string(), args: v.any() } };
  export const mutation = internalMutation({
    ...call,
    handler: async (ctx, { name, args }) => {
      await ctx.runMutation(makeFunctionReference(name), args);
      return await ctx.meta.getTransactionMetrics();
    },
  });
  export const query = internalQuery({
    ...call,
    handler: async (ctx, { name, args }) => {
      await ctx.runQuery(makeFunctionReference(name), args);
      return await ctx.meta.getTransactionMetrics();
    },
  });
`;

interface Cost {
  documentsRead: number;
  bytesRead: number;
  documentsWritten: number;
  bytesWritten: number;
}

const ROOT = join(import.meta.dirname, '../..');
const scratch = join(ROOT, 'node_modules/.cache');
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, 'functions-'));
for (const part of ['convex', 'webhooks']) {
  cpSync(join(ROOT, part), join(folder, part), { recursive: true });
}
writeFileSync(join(folder, 'convex/probe.ts'), PROBE);

const data = join(folder, 'data');
const admin = { ...ANONYMOUS, admin: true };

try {
  const received = await withEngine({}, measureReceiving);
  const stored = storedBytes() / received.rows;
  // A step deletes 600 documents, three of each delivery: its row, its payload and its write.
  const deleted = await withEngine({ WEBHOOK_RETENTION_DAYS: '0.0000001' }, async (engine) => {
    const step = await costOf(engine, 'mutation', 'webhookAdmin:prune', () => ({}), 1);
    return scaled(step, 3 / step.documentsWritten);
  });
  const costs = { ...received.costs, 'deleting one': deleted };
  for (const [name, cost] of Object.entries(costs)) show(name, cost);
  print(`\nfunction calls for a delivery: ${received.calls.join(', ')}`);
  print(`stored for a delivery, with its indexes: ${Math.round(stored)} bytes\n`);
  const io = bytesOf(received.costs['an update of a user']) + bytesOf(deleted);
  printTable(received.calls.length, io, bytesOf(received.costs['tail, of one row']), stored);
} finally {
  rmSync(folder, { recursive: true });
}

async function withEngine<T>(
  env: Record<string, string>,
  measure: (engine: Engine) => Promise<T>,
): Promise<T> {
  const variables = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, ...env };
  const engine = await openEngine({
    functions: join(folder, 'convex'),
    data,
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
  });
  try {
    return await measure(engine);
  } finally {
    await engine.close();
  }
}

async function measureReceiving(engine: Engine) {
  const receive = 'webhookAdmin:receive';
  const created = await costOf(engine, 'mutation', receive, (n) =>
    delivery(userCreated({ id: `user_2cost${n}` }), `msg_created_${n}`),
  );
  const updated = await costOf(engine, 'mutation', receive, (n) => {
    const change = { first_name: `N${n}`, updated_at: NOON + 1000 };
    return delivery(userUpdated({ id: `user_2cost${n}`, ...change }), `msg_updated_${n}`);
  });
  const { accessKey } = (await call(engine, 'webhookAdmin:issueAccessKey', {
    name: 'cost',
    role: 'viewer',
  })) as { accessKey: string };
  const after = int64(engine.lastTs);
  const calls: string[] = [];
  const stop = engine.onExecution(({ path }) => calls.push(path));
  const request = signedRequest(JSON.stringify(userCreated({ id: 'user_2http' })));
  const url = 'http://localhost/clerk-users-webhook';
  // The action has run when its answer ends.
  await (await engine.runHttpAction(new Request(url, request), ANONYMOUS)).text();
  stop();
  const costs = {
    'a new user': created,
    'an update of a user': updated,
    'tail, of one row': await costOf(engine, 'query', 'webhookAudit:tail', () => ({
      accessKey,
      after,
    })),
    'opening the panel: 256 rows': await costOf(engine, 'query', 'webhookAudit:older', () => ({
      accessKey,
      before: null,
      limit: 256,
    })),
  };
  return { costs, calls, rows: 2 * DELIVERIES + 1 };
}

/** The mean of many calls. */
async function costOf(
  engine: Engine,
  kind: 'mutation' | 'query',
  name: string,
  argsOf: (n: number) => JSONValue,
  calls = DELIVERIES,
): Promise<Cost> {
  const sum = { documentsRead: 0, bytesRead: 0, documentsWritten: 0, bytesWritten: 0 };
  for (let n = 0; n < calls; n++) {
    const metrics = (await call(engine, `probe:${kind}`, { name, args: argsOf(n) })) as Record<
      keyof Cost,
      { used: number }
    >;
    for (const metric of Object.keys(sum) as (keyof Cost)[]) {
      sum[metric] += metrics[metric].used / calls;
    }
  }
  return sum;
}

async function call(engine: Engine, path: string, args: JSONValue): Promise<JSONValue> {
  const result = await engine.runFunction(path, args, admin);
  if (!result.success) throw new Error(result.errorMessage);
  return result.value;
}

function delivery(event: object, svix_id: string): JSONValue {
  const { body, headers } = signedRequest(JSON.stringify(event), { svix_id });
  return {
    source: 'clerk',
    svix_id,
    body,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  };
}

function int64(value: bigint): JSONValue {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return { $integer: bytes.toString('base64') };
}

/** Each document once, and once more for each index that its table declares. */
function storedBytes(): number {
  const database = new DatabaseSync(join(data, 'data.sqlite'), { readOnly: true });
  const sql = `
    SELECT sum(bytes * (1 + indexes)) AS bytes FROM (
      SELECT sum(size) AS bytes, (
        SELECT count(*) FROM indexes
        WHERE indexes.tbl = docs.tbl AND indexes.name NOT IN ('by_id', 'by_creation_time')
      ) AS indexes
      FROM docs JOIN tables ON tables.number = docs.tbl
      WHERE tables.name LIKE 'webhook%' GROUP BY docs.tbl
    )`;
  const { bytes } = database.prepare(sql).get() as { bytes: number };
  database.close();
  return bytes;
}

function printTable(callsEach: number, ioEach: number, tailIo: number, storedEach: number): void {
  print(
    '| deliveries a day | function calls | database I/O | stored | of the free plan: calls, I/O, storage |',
  );
  print('| ---: | ---: | ---: | ---: | ---: |');
  for (const deliveries of DELIVERIES_A_DAY) {
    const seen = (deliveries / 24) * HOURS_OPEN * TAILS_AN_EVENT;
    const calls = (deliveries * callsEach + seen + CRON_CALLS_A_DAY) * DAYS;
    const io = (deliveries * ioEach + seen * tailIo) * DAYS;
    const kept = deliveries * DAYS * storedEach;
    const parts = [calls / FREE.calls, io / FREE.io, kept / FREE.stored];
    const used = parts.map((part) => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`).join(', ');
    const cells = [deliveries, Math.round(calls)].map((count) => count.toLocaleString('en'));
    print(`| ${[...cells, megabytes(io), megabytes(kept), used].join(' | ')} |`);
  }
}

function scaled(cost: Cost, factor: number): Cost {
  const entries = Object.entries(cost).map(([metric, value]) => [metric, value * factor]);
  return Object.fromEntries(entries) as unknown as Cost;
}

function bytesOf({ bytesRead, bytesWritten }: Cost): number {
  return bytesRead + bytesWritten;
}

function show(name: string, cost: Cost): void {
  const figures = Object.entries(cost).map(([metric, value]) => `${metric} ${value.toFixed(1)}`);
  print(`${name}: ${figures.join(', ')}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
