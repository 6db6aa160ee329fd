import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, test, expect } from 'vitest';
import { checkDeployment } from '../../../extension/data/checkDeployment.ts';
import { spawnDeployment } from '../../fixtures/deployment.ts';
import { copyFunctionsOfContract } from '../../fixtures/functionsCopy.ts';

/** Serves functions until the test is over. Answers with the URL and a key, where keys are made. */
async function serve(functions: string, hasKeys = true): Promise<{ url: string; key: string }> {
  const { url, adminKey, stop } = await spawnDeployment({ functions });
  onTestFinished(async () => void (await stop()));
  if (!hasKeys) return { url, key: 'wdk_any' };
  const response = await fetch(`${url}/api/function`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Convex ${adminKey}` },
    body: JSON.stringify({
      path: 'admin:issueAccessKey',
      args: { name: 'a viewer', role: 'viewer' },
      format: 'json',
    }),
  });
  const { value } = (await response.json()) as { value: { accessKey: string } };
  return { url, key: value.accessKey };
}

test('a deployment of ours that knows the key is good', async () => {
  const { url, key } = await serve('convex');
  expect(await checkDeployment(url, key)).toEqual({ kind: 'ok' });
});

test.each([
  [2, /speaks contract version 2, the panel only 1\. Update the extension\./],
  [0, /speaks contract version 0, the panel 1\. Deploy the current backend\./],
])('a deployment of contract %i says which side to update', async (contract, advice) => {
  const folder = await copyFunctionsOfContract(contract);
  onTestFinished(() => rm(folder, { recursive: true }));
  const { url, key } = await serve(join(folder, 'convex'));
  expect(await checkDeployment(url, key)).toEqual({
    kind: 'wrong',
    field: 'url',
    message: expect.stringMatching(advice),
  });
});

test('a Convex deployment with other functions says what to deploy', async () => {
  const { url, key } = await serve('tests/fixtures/functions', false);
  expect(await checkDeployment(url, key)).toEqual({
    kind: 'wrong',
    field: 'url',
    message: expect.stringMatching(/without the webhook functions\. Deploy them with/),
  });
});
