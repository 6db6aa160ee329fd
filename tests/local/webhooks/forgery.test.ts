/** Forged requests leave few rows, and every genuine delivery among them is handled. */
import { expect, test } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { sendTraffic } from '../../fixtures/deployments/forgedTraffic.ts';
import { startDeployment } from './deployment.ts';

test('600 forged requests, 12 of them large, leave few rows, and 40 genuine deliveries among them are applied', async () => {
  const deployment = await startDeployment();
  const { accessKey } = await issueKey(deployment);
  const started = Date.now();
  const latencies = await sendTraffic(deployment, { forged: 588, large: 12, genuine: 40 });
  const seconds = (Date.now() - started) / 1000;

  expect(latencies).toHaveLength(40);
  expect(await rowsOf(deployment, accessKey)).toHaveLength(40);

  const rejections = await deployment.query(api.webhookAudit.rejections, { accessKey });
  const reasons = ['bad_signature', 'bad_timestamp', 'missing_header', 'too_large'];
  expect([...new Set(rejections.map(({ reason }) => reason))].sort()).toEqual(reasons);
  expect(rejections.length).toBeLessThanOrEqual(4 * (Math.ceil(seconds / 60) + 1));
  for (const rejection of rejections) {
    expect(rejection.count).toBeLessThanOrEqual(seconds + 2);
    expect(JSON.stringify(rejection).length).toBeLessThan(2048);
  }
});
