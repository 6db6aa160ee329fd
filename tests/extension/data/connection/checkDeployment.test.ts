import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, test, expect } from 'vitest';
import { checkDeployment } from '../../../../extension/data/connection/checkDeployment.ts';
import { spawnDeployment } from '../../../../local/demo/spawnDeployment.ts';
import { copyFunctionsOfContract } from '../../../fixtures/deployments/functionsCopy.ts';

/**
 * Serves functions until the test is over. Returns the URL and, if the functions make keys, a key.
 */
async function serve(functions: string, hasKeys = true): Promise<{ url: string; key: string }> {
  const { url, adminKey, stop } = await spawnDeployment({ functions });
  onTestFinished(async () => void (await stop()));
  if (!hasKeys) return { url, key: 'wdk_any' };
  const response = await fetch(`${url}/api/function`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Convex ${adminKey}` },
    body: JSON.stringify({
      path: 'webhookAdmin:issueAccessKey',
      args: { name: 'a viewer', role: 'viewer' },
      format: 'json',
    }),
  });
  const { value } = (await response.json()) as { value: { accessKey: string } };
  return { url, key: value.accessKey };
}

test('a deployment with these functions that knows the key is accepted', async () => {
  const { url, key } = await serve('convex');
  expect(await checkDeployment(url, key)).toEqual({ kind: 'ok' });
});

test.each([
  [3, /uses API version 3, the panel only 2\. Update the extension\./],
  [1, /uses API version 1, the panel 2\. Deploy the current backend\./],
])(
  'for a deployment of contract %i the message says which side to update',
  async (contract, advice) => {
    const folder = await copyFunctionsOfContract(contract);
    onTestFinished(() => rm(folder, { recursive: true }));
    const { url, key } = await serve(join(folder, 'convex'));
    expect(await checkDeployment(url, key)).toEqual({
      kind: 'wrong',
      field: 'url',
      message: expect.stringMatching(advice),
    });
  },
);

test('for a Convex deployment without webhookAudit the message names the file to add', async () => {
  const { url, key } = await serve('tests/fixtures/functions', false);
  expect(await checkDeployment(url, key)).toEqual({
    kind: 'wrong',
    field: 'url',
    message: expect.stringMatching(/no webhookAudit functions\. Add convex\/webhookAudit\.ts/),
  });
});

/** A server of any kind until the test is over. */
async function serveHttp(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an access key is not sent on by a redirect to another server', async () => {
  const asked: string[] = [];
  const other = await serveHttp((request, response) => {
    asked.push(request.url!);
    response.end('{}');
  });
  const url = await serveHttp((request, response) => {
    if (request.url === '/version') response.end('1.48.0');
    else response.writeHead(307, { location: `${other}${request.url}` }).end();
  });
  expect(await checkDeployment(url, 'wdk_any')).toMatchObject({ kind: 'wrong' });
  expect(asked).toEqual([]);
});

test('an address that redirects to another one is refused, with the reason', async () => {
  const url = await serveHttp((_, response) => {
    response.writeHead(301, { location: 'https://other.example.com/version' }).end();
  });
  expect(await checkDeployment(url, 'wdk_any')).toMatchObject({
    field: 'url',
    message: expect.stringContaining('redirects to another address'),
  });
});
