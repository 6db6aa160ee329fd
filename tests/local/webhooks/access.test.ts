/** Every function of the library, called over the network without rights. */
import { ConvexHttpClient } from 'convex/browser';
import { makeFunctionReference, type FunctionReference } from 'convex/server';
import { describe, expect, test } from 'vitest';
import * as webhookAdmin from '../../../webhooks/admin.ts';
import * as webhookAudit from '../../../webhooks/audit.ts';
import { issueKey } from '../../behaviours/deployment.ts';
import { startLiveDeployment } from './liveDeployment.ts';

type Kind = 'query' | 'mutation' | 'action';
interface Registered {
  isQuery?: true;
  isMutation?: true;
  isPublic?: true;
  exportArgs: () => string;
  exportReturns: () => string;
}

const webhookHandler = { apply: { isMutation: true }, settings: { isQuery: true } };
const { local, deployment } = await startLiveDeployment();
const stranger = new ConvexHttpClient(local.url);

function functionsOf(module: string, exports: object) {
  return Object.entries(exports as Record<string, Registered>).map(([name, definition]) => {
    const kind: Kind = definition.isQuery ? 'query' : definition.isMutation ? 'mutation' : 'action';
    return { path: `${module}:${name}`, kind, definition };
  });
}

async function call(kind: Kind, path: string, args: { accessKey?: string }): Promise<unknown> {
  const reference = makeFunctionReference(path) as FunctionReference<Kind>;
  return await (stranger[kind] as (...all: unknown[]) => Promise<unknown>)(reference, args);
}

const internalOnes = [
  ...functionsOf('webhookAdmin', webhookAdmin),
  ...functionsOf('webhookHandler', webhookHandler),
];
const publicOnes = functionsOf('webhookAudit', webhookAudit);

describe.each(internalOnes)('$path', ({ path, kind }) => {
  test('cannot be called over the network, with any access key', async () => {
    const { accessKey } = await issueKey(deployment);
    for (const args of [{}, { accessKey }]) {
      await expect(call(kind, path, args)).rejects.toThrow(/Could not find public function/);
    }
  });
});

describe.each(publicOnes)('$path', ({ path, kind }) => {
  test('needs an access key', async () => {
    await expect(call(kind, path, {})).rejects.toThrow(/accessKey/);
  });
});

test.each(
  [...functionsOf('webhookAdmin', webhookAdmin), ...publicOnes].map(
    ({ path, definition }) => [path, definition] as const,
  ),
)('%s says what it takes and what it gives', (_, definition) => {
  expect(JSON.parse(definition.exportArgs())).toMatchObject({ type: 'object' });
  expect(JSON.parse(definition.exportReturns())).not.toBeNull();
});
