/**
 * Processor time of a delivery in the local deployment's engine beside convex-test's, with the same
 * functions and as many rows: both without HTTP, and without a disk.
 *
 *   node tests/bench/engines.bench.ts [rows]
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { convexTest } from 'convex-test';
import { internal } from '../../convex/_generated/api.js';
import schema from '../../convex/schema.ts';
import { ANONYMOUS } from '../../local/auth/caller.ts';
import { openEngine } from '../../local/localEngine.ts';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { report } from './report.ts';

const ROWS = Number(process.argv[2] ?? 1_000);
const DELIVERIES = 50;
const FUNCTIONS = join(import.meta.dirname, '../../convex');

interface Delivery {
  source: string;
  svix_id: string;
  body: string;
  headers: [];
}
type Receive = (delivery: Delivery) => Promise<unknown>;

const engine = await openEngine({ functions: FUNCTIONS, data: null });
const here: Receive = async (delivery) => {
  const admin = { ...ANONYMOUS, admin: true };
  const { result } = await engine.runMutation('webhookAdmin:receive', { ...delivery }, admin);
  if (!result.success) throw new Error(result.errorMessage);
};

const modules = Object.fromEntries(
  globSync('**/*.{ts,js}', { cwd: FUNCTIONS, exclude: ['**/*.d.ts'] }).map((path) => [
    `../../convex/${path}`,
    () => import(join(FUNCTIONS, path)),
  ]),
);
const peer = convexTest({ schema, modules });
const beside: Receive = (delivery) => peer.mutation(internal.webhookAdmin.receive, delivery);

const [ours, theirs] = [await costOf(here), await costOf(beside)];
await engine.close();
report({
  name: `a delivery in the engine at ${ROWS} rows`,
  here: `${ours.toFixed(1)} ms`,
  beside: `${theirs.toFixed(1)} ms (convex-test)`,
  ratio: ours / theirs,
  goal: { atMost: 1 },
});

async function costOf(receive: Receive): Promise<number> {
  let n = 0;
  const deliver = async (count: number) => {
    for (const end = n + count; n < end; n++) {
      const body = JSON.stringify(userCreated({ id: `user_2engine${n}` }));
      await receive({ source: 'clerk', svix_id: `msg_engine_${n}`, body, headers: [] });
    }
  };
  await deliver(ROWS);
  const before = process.cpuUsage();
  await deliver(DELIVERIES);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / DELIVERIES;
}
