/**
 * What forged traffic does to genuine deliveries: 10,000 forged requests of 4 KB and 100 of over
 * 512 KiB, and then as many genuine ones in their place. Fails when genuine deliveries are lost or
 * take over 5 times as long in the median, and when `rejections` grows with the traffic.
 */
import { api } from '../../convex/_generated/api.js';
import { issueKey } from '../behaviours/deployment.ts';
import { overHttp } from '../behaviours/overHttp.ts';
import { spawnDeployment } from '../fixtures/deployment.ts';
import { sendTraffic, type Traffic } from '../fixtures/forgedTraffic.ts';
import { SECRET } from '../fixtures/signing.ts';

const FORGED = 10_000;
const LARGE = 100;
const GENUINE = 200;
/** Forged requests are refused as bad_signature, bad_timestamp, missing_header or too_large. */
const REASONS = 4;
const MOST_TIMES_SLOWER = 5;
const MOST_BYTES_A_ROW = 4096;

const among = await measure({ forged: FORGED, large: LARGE, genuine: GENUINE });
const alone = await measure({ forged: 0, large: 0, genuine: FORGED + LARGE + GENUINE });

const slower = among.median / alone.median;
const allowed = REASONS * (Math.ceil(among.seconds / 60) + 1);
console.log(`a genuine delivery among forged ones   ${among.median.toFixed(1)} ms (median)`);
console.log(`a genuine delivery among genuine ones  ${alone.median.toFixed(1)} ms (median)`);
console.log(`times as long                          ${slower.toFixed(2)}`);
console.log(`rows of rejections                     ${among.rows} (${among.bytes} bytes)`);

if (slower > MOST_TIMES_SLOWER) fail(`More than ${MOST_TIMES_SLOWER} times as long.`);
if (among.rows > allowed) fail(`More than ${allowed} rows of rejections.`);
if (among.bytes > among.rows * MOST_BYTES_A_ROW) fail(`Over ${MOST_BYTES_A_ROW} bytes a row.`);
if (among.applied !== GENUINE) fail(`${among.applied} of ${GENUINE} genuine ones were recorded.`);

async function measure(traffic: Traffic) {
  const spawned = await spawnDeployment({
    functions: new URL('../../convex', import.meta.url).pathname,
    env: { CLERK_WEBHOOK_SIGNING_SECRET: SECRET },
  });
  try {
    const deployment = overHttp(spawned);
    const { accessKey } = await issueKey(deployment);
    const started = performance.now();
    const latencies = await sendTraffic(deployment, traffic);
    const seconds = (performance.now() - started) / 1000;
    const rejections = await deployment.query(api.webhookAudit.rejections, { accessKey });
    const { rows } = await deployment.query(api.webhookAudit.older, { accessKey, before: null });
    return {
      seconds,
      median: latencies.sort((a, b) => a - b)[Math.floor(latencies.length / 2)]!,
      rows: rejections.length,
      bytes: JSON.stringify(rejections).length,
      applied: rows.length,
    };
  } finally {
    await spawned.stop();
  }
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
