/**
 * Milliseconds from a signed POST until a client that subscribes to the newest rows has its row, at
 * 50,000 rows, beside the floor.
 *
 *   node tests/bench/latency.bench.ts [deliveries]
 */
import { once } from 'node:events';
import { ConvexClient } from 'convex/browser';
import { WebSocket } from 'ws';
import { api } from '../../convex/_generated/api.js';
import { issueKey } from '../behaviours/deployment.ts';
import { overHttp } from '../behaviours/overHttp.ts';
import { Receivers, type DeploymentReceiver, type Receiver } from './receivers.ts';
import { median, report } from './report.ts';

const DELIVERIES = Number(process.argv[2] ?? 300);
const ROWS = 50_000;
const WARM_UP = 1_000;
const MOST_MS_MORE = 10;

await Receivers.during(async (receivers) => {
  const here = await receivers.deployment(ROWS);
  const floor = await receivers.floor();
  // Warms up, until the code is compiled.
  for (const each of [here, floor]) await receivers.send(each, WARM_UP);
  const client = new ConvexClient(here.deployment.url, {
    unsavedChangesWarning: false,
    logger: false,
  });
  const socket = new WebSocket(floor.url.replace('http', 'ws'));
  await once(socket, 'open');
  const hears = { here: await listenToRows(client, here), floor: listenToSocket(socket) };

  const latencies = { here: [] as number[], floor: [] as number[] };
  for (let n = 0; n < DELIVERIES; n++) {
    latencies.here.push(await latency(receivers, here, hears.here));
    latencies.floor.push(await latency(receivers, floor, hears.floor));
  }
  await client.close();
  socket.close();
  const [ours, least] = [median(latencies.here), median(latencies.floor)];
  report({
    name: `from POST to a live client at ${ROWS} rows`,
    here: `${ours.toFixed(1)} ms`,
    beside: `${least.toFixed(1)} ms (floor)`,
    ratio: ours - least,
    goal: { atMost: MOST_MS_MORE },
  });
});

type Listening = () => Promise<void>;

async function latency(receivers: Receivers, to: Receiver, next: Listening): Promise<number> {
  const heard = next();
  const started = performance.now();
  await receivers.sendOne(to);
  await heard;
  return performance.now() - started;
}

/** Each call waits for the next row that comes. */
async function listenToRows(
  client: ConvexClient,
  { deployment }: DeploymentReceiver,
): Promise<Listening> {
  const { accessKey } = await issueKey(overHttp(deployment));
  let hear = () => {};
  const listening = () => new Promise<void>((resolve) => (hear = resolve));
  const first = listening();
  const args = { accessKey, before: null, limit: 10 };
  client.onUpdate(api.webhookAudit.older, args, () => hear());
  await first;
  return listening;
}

function listenToSocket(socket: WebSocket): Listening {
  return async () => void (await once(socket, 'message'));
}
