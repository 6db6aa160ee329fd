/**
 * The cost of forged traffic: 10,000 forged requests of 4 KB with 64 long headers and 100 of over
 * 512 KiB, compared with as many genuine ones. Measures the bytes that are stored of them, that are
 * read to count them and for an open panel's queries, and that the panel receives. Fails when
 * genuine deliveries are lost or take over 5 times as long in the median, and when any of these
 * grows with the traffic.
 */
import { ConvexReactClient } from 'convex/react';
import { api } from '../../convex/_generated/api.js';
import { RejectionMap } from '../../extension/data/feed/rejections.ts';
import { issueKey } from '../behaviours/deployment.ts';
import { overHttp } from '../behaviours/overHttp.ts';
import { countingSocket } from '../fixtures/deployments/countingSocket.ts';
import { spawnDeployment } from '../../local/demo/spawnDeployment.ts';
import { ExecutionCount } from '../fixtures/deployments/executions.ts';
import { sendTraffic, type Traffic } from '../fixtures/deployments/forgedTraffic.ts';
import { SECRET } from '../fixtures/data/signing.ts';
import { report } from './report.ts';

const FORGED = 10_000;
const LARGE = 100;
const GENUINE = 200;
/** Forged requests are rejected as bad_signature, bad_timestamp, missing_header or too_large. */
const REASONS = 4;
const MOST_TIMES_SLOWER = 5;
const MOST_BYTES_A_ROW = 2048;
/**
 * The rows that a panel follows are those of the current minute and, in its first seconds, of the
 * one before.
 */
const MOST_ROWS_FOLLOWED = 2 * REASONS;

const among = await measure({ forged: FORGED, large: LARGE, genuine: GENUINE });
const alone = await measure({ forged: 0, large: 0, genuine: FORGED + LARGE + GENUINE });

const slower = among.median / alone.median;
const allowed = REASONS * (Math.ceil(among.seconds / 60) + 1);
const { counted, panel, asking, counting } = among;
const each = (bytes: number) => Math.round(bytes / counted);
const row = Math.round(among.stored / among.rows);
console.log(`a genuine delivery among forged ones   ${among.median.toFixed(1)} ms (median)`);
console.log(`a genuine delivery among genuine ones  ${alone.median.toFixed(1)} ms (median)`);
console.log(`times as long                          ${slower.toFixed(2)}`);
console.log(
  `forged                                 ${FORGED + LARGE} in ${among.seconds.toFixed(0)} s`,
);
console.log(`counted                                ${counted}`);
console.log(`stored                                 ${among.stored} bytes in ${among.rows} rows`);
console.log(
  `read by questions whether to count     ${asking.bytesRead} bytes in ${asking.runs} runs (Convex's cache answers all but ${2 * counted})`,
);
console.log(
  `read by counting                       ${counting.bytesRead} bytes in ${counting.runs} runs`,
);
console.log(
  `read by the queries of a panel         ${panel.bytesRead} bytes in ${panel.runs} runs, ${each(panel.bytesRead)} each counted one`,
);
console.log(
  `sent to the panel                      ${among.sent} bytes, ${each(among.sent)} each counted one`,
);

report({
  name: 'a genuine delivery among forged ones',
  here: `${among.median.toFixed(1)} ms`,
  beside: `${alone.median.toFixed(1)} ms (among genuine ones)`,
  ratio: slower,
  goal: { atMost: MOST_TIMES_SLOWER },
});
report({
  name: `stored of ${FORGED + LARGE} forged requests`,
  here: `${among.stored} bytes`,
  beside: `${among.rows * MOST_BYTES_A_ROW} bytes (${among.rows} rows)`,
  ratio: among.stored / (among.rows * MOST_BYTES_A_ROW),
  goal: { atMost: 1 },
});
for (const [what, bytes] of [
  ['read by a panel', panel.bytesRead],
  ['sent to a panel', among.sent],
] as const) {
  report({
    name: `${what} for a counted forgery`,
    here: `${each(bytes)} bytes`,
    beside: `${row} bytes (its row)`,
    ratio: each(bytes) / row,
    goal: { atMost: MOST_ROWS_FOLLOWED },
  });
}
if (among.rows > allowed) fail(`More than ${allowed} rows of rejections.`);
if (counted > REASONS * (Math.ceil(among.seconds) + 1))
  fail('Counted more than once a second and reason.');
if (among.applied !== GENUINE) fail(`${among.applied} of ${GENUINE} genuine ones were recorded.`);

async function measure(traffic: Traffic) {
  const spawned = await spawnDeployment({
    functions: new URL('../../convex', import.meta.url).pathname,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  const socket = countingSocket();
  const client = new ConvexReactClient(spawned.url, {
    skipConvexDeploymentUrlCheck: true,
    webSocketConstructor: socket.constructor,
  });
  try {
    const deployment = overHttp(spawned);
    const { accessKey } = await issueKey(deployment);
    const executions = new ExecutionCount();
    await executions.follow(spawned);
    const panel = new RejectionMap();
    panel.follow(client, accessKey, (error) => fail(String(error)));
    const started = performance.now();
    const latencies = await sendTraffic(deployment, traffic);
    const seconds = (performance.now() - started) / 1000;
    const asking = () => executions.of('webhookAdmin:mayCountRejection');
    while (asking().runs < traffic.forged + traffic.large) await pause(10);
    // The panel's queries have run after the last counted rejection.
    await pause(1_000);
    const read = { panel: executions.of('webhookAudit:rejections'), asking: asking() };
    const sent = socket.bytes;
    const rejections = await deployment.query(api.webhookAudit.rejections, { accessKey });
    const { rows } = await deployment.query(api.webhookAudit.older, { accessKey, before: null });
    const stored = JSON.stringify(rejections).length;
    return {
      seconds,
      median: latencies.sort((a, b) => a - b)[Math.floor(latencies.length / 2)]!,
      rows: rejections.length,
      stored,
      counted: rejections.reduce((sum, { count }) => sum + count, 0),
      ...read,
      counting: executions.of('webhookAdmin:countRejection'),
      sent,
      applied: rows.length,
    };
  } finally {
    await client.close();
    await spawned.stop();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
