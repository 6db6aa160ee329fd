/**
 * The cost of open panels to the deployment as deliveries come: bytes and executions of `tail` for each
 * event and panel, and processor time with ten panels beside one.
 *
 *   node tests/bench/tail.bench.ts [deliveries]
 */
import { ConvexReactClient } from 'convex/react';
import { convexToJson, type Value } from 'convex/values';
import { EventLog } from '../../extension/data/feed/events.ts';
import { followEvents } from '../../extension/data/feed/eventFeed.ts';
import { issueKey } from '../behaviours/deployment.ts';
import { overHttp } from '../behaviours/overHttp.ts';
import { countingSocket } from '../fixtures/deployments/countingSocket.ts';
import { executedSince } from '../fixtures/deployments/executions.ts';
import { processorSeconds, Receivers, type DeploymentReceiver } from './receivers.ts';
import { median, report } from './report.ts';

const DELIVERIES = Number(process.argv[2] ?? 200);
const TURNS = 3;
const PANELS = 10;
const ROWS = 1_000;

await Receivers.during(async (receivers) => {
  const at = await receivers.deployment(ROWS);
  // Until it is compiled.
  await withPanels(receivers, at, 1);
  const turns: Record<'none' | 'one' | 'ten', Awaited<ReturnType<typeof withPanels>>>[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const none = await withPanels(receivers, at, 0);
    const one = await withPanels(receivers, at, 1);
    const ten = await withPanels(receivers, at, PANELS);
    turns.push({ none, one, ten });
  }
  const { bytes, rowBytes, executions } = turns[0]!.one;
  report({
    name: 'bytes to a panel for an event',
    here: `${bytes.toFixed(0)}`,
    beside: `${rowBytes.toFixed(0)} (its row)`,
    ratio: bytes / rowBytes,
    goal: { atMost: 3.5 },
  });
  report({
    name: 'executions of tail for an event and panel',
    here: executions.toFixed(2),
    beside: '1 (each event must be read)',
    ratio: executions,
    goal: { atMost: 1.3 },
  });
  const cost = (panels: 'none' | 'one' | 'ten') =>
    median(turns.map((turn) => turn[panels].processorMs));
  report({
    name: `processor time of a delivery with ${PANELS} panels open`,
    here: `${cost('ten').toFixed(2)} ms`,
    beside: `${cost('one').toFixed(2)} ms (with one; ${cost('none').toFixed(2)} with none)`,
    ratio: cost('ten') / cost('one'),
    goal: { atMost: 3 },
  });
});

/** Sends deliveries one after another to so many open panels. All figures are per delivery. */
async function withPanels(receivers: Receivers, at: DeploymentReceiver, count: number) {
  const { accessKey } = await issueKey(overHttp(at.deployment));
  const panels = Array.from({ length: count }, () => openPanel(at, accessKey));
  const isAt = (rows: number) => panels.every(({ log }) => log.newer.length >= rows);
  // The newest page has come, and then the subscription.
  while (panels.some(({ log }) => log.size === 0)) await pause();
  await pause(500);
  const { newCursor } = await executedSince(at.deployment, 0);
  const received = () => panels.reduce((sum, { socket }) => sum + socket.bytes, 0);
  const [bytes, busy] = [received(), processorSeconds(at.pid)];
  for (let n = 1; n <= DELIVERIES; n++) {
    await receivers.sendOne(at);
    while (!isAt(n)) await pause();
  }
  const processorMs = ((processorSeconds(at.pid) - busy) / DELIVERIES) * 1000;
  const { runs } = await executedSince(at.deployment, newCursor);
  const events = DELIVERIES * count;
  const rows = panels[0]?.log.newer.slice(-DELIVERIES) ?? [];
  const sizes = rows.map((row) => JSON.stringify(convexToJson(row as unknown as Value)).length);
  for (const panel of panels) await panel.close();
  return {
    processorMs,
    bytes: (received() - bytes) / events,
    rowBytes: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    executions: runs.filter((run) => run === 'webhookAudit:tail').length / events,
  };
}

function openPanel({ deployment }: DeploymentReceiver, accessKey: string) {
  const socket = countingSocket();
  const client = new ConvexReactClient(deployment.url, {
    skipConvexDeploymentUrlCheck: true,
    webSocketConstructor: socket.constructor,
  });
  const log = new EventLog((callback) => setTimeout(callback, 16));
  const stop = followEvents(client, accessKey, log, (error) => {
    throw error;
  });
  const close = async () => {
    stop();
    await client.close();
  };
  return { socket, log, close };
}

function pause(ms = 1): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
