/** Who may call what: every public function that the deployment has, by every kind of caller. */
import { getFunctionName, type FunctionReference } from 'convex/server';
import { ConvexError, convexToJson, type Value } from 'convex/values';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { api, internal } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { newAccessKey } from '../../../convex/model/accessKey.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../../fixtures/backend.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../../fixtures/signing.ts';

type Kind = 'query' | 'mutation' | 'action';
type Ids = { audit: Id<'webhookAudit'>; batch: Id<'redispatchBatches'> };

interface Access {
  /** The least that a caller needs. */
  role: 'nobody' | 'viewer' | 'redispatcher';
  args: (ids: Ids) => Record<string, unknown>;
}

/** What a viewer must never see of the user that all of this is about. */
const PERSONAL = /\bAda\b|Lovelace|example\.com|Svix-Webhooks/;

const TABLE: Record<string, Access> = {
  'operators:me': { role: 'viewer', args: () => ({}) },
  'redispatch:batch': { role: 'viewer', args: ({ batch }) => ({ id: batch }) },
  'redispatch:batches': { role: 'viewer', args: () => ({}) },
  'redispatch:cancelBatch': { role: 'redispatcher', args: ({ batch }) => ({ id: batch }) },
  'redispatch:preview': { role: 'redispatcher', args: ({ audit }) => ({ id: audit }) },
  'redispatch:previewMany': {
    role: 'redispatcher',
    args: ({ audit }) => ({ selection: { ids: [audit] } }),
  },
  'redispatch:run': { role: 'redispatcher', args: ({ audit }) => ({ id: audit }) },
  'redispatch:startBatch': {
    role: 'redispatcher',
    args: ({ audit }) => ({ key: 'k', selection: { ids: [audit] } }),
  },
  'users:get': { role: 'viewer', args: () => ({ clerk_id: 'user_2ada' }) },
  'users:getUserByClerkId': { role: 'nobody', args: () => ({ clerk_id: 'user_2ada' }) },
  'users:list': { role: 'viewer', args: () => ({}) },
  'webhookAudit:get': { role: 'viewer', args: ({ audit }) => ({ id: audit }) },
  'webhookAudit:history': {
    role: 'viewer',
    args: () => ({ clerk_user_id: 'user_2ada', before: null }),
  },
  'webhookAudit:older': { role: 'viewer', args: () => ({ before: null }) },
  'webhookAudit:rejections': { role: 'viewer', args: () => ({}) },
  'webhookAudit:search': { role: 'viewer', args: () => ({ text: 'Ada', before: null }) },
  'webhookAudit:tail': { role: 'viewer', args: () => ({ after: 0n }) },
};

/** What Convex itself would serve to anybody, found in the modules and not in our table. */
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
  // Batches are started here and never walked.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  backend = startBackend();
  const { id: audit } = await deliver(backend, userCreated());
  const { accessKey } = await addOperator(backend, 'redispatcher', 'setup');
  const batch = await backend.mutation(api.redispatch.startBatch, {
    accessKey,
    key: 'setup',
    selection: { ids: [audit!] },
    note: 'Ada called',
  });
  await backend.mutation(api.redispatch.run, { accessKey, id: audit!, note: 'Ada called' });
  const forged = signedRequest(JSON.stringify(userCreated()), { secret: OTHER_SECRET });
  await post(backend, forged);
  ids = { audit: audit!, batch };
});
afterEach(() => void vi.useRealTimers());

test('every public function is in the table, and nothing else is', () => {
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
    await expectRefused(call({ accessKey }), 'key_refused', /not known here/);
  });

  test('refuses a revoked key', async () => {
    const { id, accessKey } = await addOperator(backend, 'redispatcher', 'gone');
    await backend.mutation(internal.admin.revokeAccessKey, { id });
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
      await expectRefused(call({ accessKey }), 'role_refused', /may only view/);
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
  const call = backend.mutation(api.redispatch.run, { accessKey, id: ids.audit });
  await expect(call).rejects.toThrow();
  expect(await all(backend, 'webhookAudit')).toEqual(before);
});

test('a key is read by its hash, and nothing of it is stored', async () => {
  const { accessKey } = await backend.action(internal.admin.issueAccessKey, {
    name: 'QA laptop',
    role: 'viewer',
  });
  expect(accessKey).toMatch(/^wdk_[0-9a-f]{64}$/);
  expect(await backend.query(api.operators.me, { accessKey })).toEqual({
    name: 'QA laptop',
    role: 'viewer',
    contract: 1,
  });
  expect(JSON.stringify(await all(backend, 'operators'))).not.toContain(accessKey.slice(4));
});

test('the check reads the operator and nothing else', async () => {
  const { accessKey } = await addOperator(backend, 'viewer');
  await addOperator(backend, 'viewer', 'another');
  const read = await backend.query(async (ctx) => {
    await ctx.runQuery(api.operators.me, { accessKey });
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
