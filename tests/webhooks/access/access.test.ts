/** Who may call what: every public function that the deployment has, by every kind of caller. */
import { getFunctionName, type FunctionReference } from 'convex/server';
import { ConvexError, convexToJson, type Value } from 'convex/values';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { newAccessKey } from '../../../webhooks/access/accessKey.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/deployments/backend.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/data/signing.ts';

type Kind = 'query' | 'mutation' | 'action';
type Ids = { audit: Id<'webhookAudit'>; batch: Id<'webhookBatches'>; document: string };

interface Access {
  /** The least role that a caller needs. */
  role: 'nobody' | 'viewer' | 'redispatcher';
  args: (ids: Ids) => Record<string, unknown>;
}

/** Values that a viewer must never see. */
const PERSONAL = /\bAda\b|Lovelace|example\.com|Svix-Webhooks/;

const TABLE: Record<string, Access> = {
  'users:getUserByClerkId': { role: 'nobody', args: () => ({ clerk_id: 'user_2ada' }) },
  'webhookAudit:batch': { role: 'viewer', args: ({ batch }) => ({ id: batch }) },
  'webhookAudit:batches': { role: 'viewer', args: () => ({}) },
  'webhookAudit:cancelBatch': { role: 'redispatcher', args: ({ batch }) => ({ id: batch }) },
  'webhookAudit:doctor': { role: 'viewer', args: () => ({}) },
  'webhookAudit:event': { role: 'viewer', args: ({ audit }) => ({ id: audit }) },
  'webhookAudit:get': { role: 'viewer', args: ({ audit }) => ({ id: audit }) },
  'webhookAudit:history': {
    role: 'viewer',
    args: () => ({ clerk_user_id: 'user_2ada', before: null }),
  },
  'webhookAudit:marks': { role: 'viewer', args: () => ({}) },
  'webhookAudit:me': { role: 'viewer', args: () => ({}) },
  'webhookAudit:older': { role: 'viewer', args: () => ({ before: null }) },
  'webhookAudit:preview': { role: 'redispatcher', args: ({ audit }) => ({ id: audit }) },
  'webhookAudit:previewMany': {
    role: 'redispatcher',
    args: ({ audit }) => ({ selection: { ids: [audit] } }),
  },
  'webhookAudit:redispatch': {
    role: 'redispatcher',
    args: ({ audit }) => ({ id: audit, idempotency_key: 'press_1' }),
  },
  'webhookAudit:rejections': { role: 'viewer', args: () => ({}) },
  'webhookAudit:rowHistory': {
    role: 'viewer',
    args: ({ document }) => ({ document, before: null }),
  },
  'webhookAudit:search': { role: 'viewer', args: () => ({ text: 'Ada', before: null }) },
  'webhookAudit:startBatch': {
    role: 'redispatcher',
    args: ({ audit }) => ({ key: 'k', selection: { ids: [audit] } }),
  },
  'webhookAudit:tail': { role: 'viewer', args: () => ({ after: 0n }) },
  'webhookAudit:user': { role: 'viewer', args: () => ({ clerk_id: 'user_2ada' }) },
  'webhookAudit:users': { role: 'viewer', args: () => ({}) },
};

/**
 * The functions that Convex itself would serve to anybody, found in the modules rather than in our
 * table.
 */
const modules = import.meta.glob<Record<string, unknown>>('../../../convex/**/*.ts', {
  eager: true,
});
const publicFunctions = Object.entries(modules).flatMap(([path, exports]) =>
  Object.entries(exports).flatMap(([name, value]) => {
    const kind = publicKind(value);
    const module = path.replace('../../../convex/', '').replace('.ts', '');
    return kind === undefined ? [] : [{ name: `${module}:${name}`, kind }];
  }),
);

let backend: Backend;
let ids: Ids;
beforeEach(async () => {
  // Batches are only started here; their steps never run.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  backend = startBackend();
  const { id: audit } = await deliver(backend, userCreated());
  const { accessKey } = await addOperator(backend, 'redispatcher', 'setup');
  const batch = await backend.mutation(api.webhookAudit.startBatch, {
    accessKey,
    key: 'setup',
    selection: { ids: [audit!] },
    note: 'Ada called',
  });
  await backend.mutation(api.webhookAudit.redispatch, {
    accessKey,
    id: audit!,
    note: 'Ada called',
    idempotency_key: 'setup',
  });
  const forged = signedRequest(JSON.stringify(userCreated()), { secret: OTHER_SECRET });
  await post(backend, forged);
  const [user] = await all(backend, 'users');
  ids = { audit: audit!, batch, document: user!._id };
});
afterEach(() => void vi.useRealTimers());

test('the table lists exactly the public functions', () => {
  expect(publicFunctions.map(({ name }) => name).sort()).toEqual(Object.keys(TABLE));
});

describe.each(publicFunctions)('$name', ({ name, kind }) => {
  const { role, args } = TABLE[name] ?? { role: 'redispatcher', args: () => ({}) };
  const call = (credentials: object) => callByName(kind, name, { ...args(ids), ...credentials });

  if (role === 'nobody') {
    test('needs no key, and gives a stranger nothing', async () => {
      expect(await call({})).toBeNull();
    });
    return;
  }

  test('refuses a call without a key', async () => {
    await expect(call({})).rejects.toThrow(/accessKey/);
  });

  test.each(['', 'wdk_wrong', newAccessKey()])('refuses the wrong key %j', async (accessKey) => {
    await expectRefused(call({ accessKey }), 'key_refused', /Unknown access key/);
  });

  test('refuses a revoked key', async () => {
    const { id, accessKey } = await addOperator(backend, 'redispatcher', 'gone');
    await backend.mutation(internal.webhookAdmin.revokeAccessKey, { id });
    await expectRefused(call({ accessKey }), 'key_refused', /was revoked/);
  });

  if (role === 'viewer') {
    test('serves a viewer, who learns nothing personal', async () => {
      const { accessKey } = await addOperator(backend, 'viewer');
      expect(JSON.stringify(convexToJson((await call({ accessKey })) as Value))).not.toMatch(
        PERSONAL,
      );
    });
  } else {
    test('refuses a viewer', async () => {
      const { accessKey } = await addOperator(backend, 'viewer');
      await expectRefused(call({ accessKey }), 'role_refused', /read-only/);
    });
  }

  test('serves a redispatcher', async () => {
    const { accessKey } = await addOperator(backend, 'redispatcher');
    await call({ accessKey });
  });
});

test('a refused mutation wrote nothing', async () => {
  const before = await all(backend, 'webhookAudit');
  const { accessKey } = await addOperator(backend, 'viewer');
  const call = backend.mutation(api.webhookAudit.redispatch, {
    accessKey,
    id: ids.audit,
    idempotency_key: 'press_1',
  });
  await expect(call).rejects.toThrow();
  expect(await all(backend, 'webhookAudit')).toEqual(before);
});

test('an access key works, and is stored only as a hash', async () => {
  const { accessKey } = await backend.action(internal.webhookAdmin.issueAccessKey, {
    name: ' QA laptop ',
    role: 'viewer',
  });
  expect(accessKey).toMatch(/^wdk_[0-9a-f]{64}$/);
  expect(await backend.query(api.webhookAudit.me, { accessKey })).toEqual({
    name: 'QA laptop',
    role: 'viewer',
    contract: 2,
    webhookUrls: ['/clerk-users-webhook'],
    routes: [{ source: 'clerk', url: '/clerk-users-webhook' }],
    usersTable: 'users',
    now: expect.any(Number),
  });
  expect(JSON.stringify(await all(backend, 'webhookOperators'))).not.toContain(accessKey.slice(4));
});

test('the check of an access key reads only the operator', async () => {
  const { accessKey } = await addOperator(backend, 'viewer');
  await addOperator(backend, 'viewer', 'another');
  const read = await backend.query(async (ctx) => {
    await ctx.runQuery(api.webhookAudit.me, { accessKey });
    return (await ctx.meta.getTransactionMetrics()).documentsRead.used;
  });
  expect(read).toBe(1);
});

function publicKind(value: unknown): Kind | undefined {
  if (typeof value !== 'function' || !('isPublic' in value)) return undefined;
  if ('isQuery' in value) return 'query';
  return 'isMutation' in value ? 'mutation' : 'action';
}

async function callByName(kind: Kind, name: string, args: Record<string, unknown>) {
  const [module, fn] = name.split(':') as [string, string];
  const reference = (api as never as Record<string, Record<string, FunctionReference<Kind>>>)[
    module
  ]![fn]!;
  expect(getFunctionName(reference)).toBe(name);
  return await (backend[kind] as (...all: unknown[]) => Promise<unknown>)(reference, args);
}

async function expectRefused(call: Promise<unknown>, code: string, message: RegExp) {
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConvexError);
  expect((error as ConvexError<never>).data).toEqual({
    code,
    message: expect.stringMatching(message),
  });
}
