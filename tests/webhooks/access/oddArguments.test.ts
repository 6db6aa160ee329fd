/**
 * Senseless arguments of the right type are served or refused with a code, and never cause a bare
 * error.
 */
import { getFunctionName, type FunctionReference } from 'convex/server';
import { ConvexError } from 'convex/values';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from '../../../convex/_generated/api.js';
import type { Id } from '../../../convex/_generated/dataModel.js';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { deliver, startOperatedBackend, type Backend } from '../../fixtures/deployments/backend.ts';

const TEXTS = ['', ' ', 'null', '{"index":-1,"cursor":null}', '\ud800', '\u0000', 'é'.repeat(5000)];
const NUMBERS = [NaN, Infinity, -Infinity, -1, 0, 0.5, 1e300];
const PLACES = [-(2n ** 63n), -2n, -1n, 0n, 2n ** 63n - 1n];

const where = { outcome: 'failed' as const };
const { webhookAudit } = api;
type Kind = 'query' | 'mutation';
type Call = [kind: Kind, of: FunctionReference<Kind>, args: Record<string, unknown>, odd: object];

function callsOf(id: Id<'webhookAudit'>): Call[] {
  const selection = { ids: [id] };
  return [
    ['query', webhookAudit.tail, { after: 0n }, { after: PLACES, limit: NUMBERS }],
    ['query', webhookAudit.older, { before: null }, { before: PLACES, limit: NUMBERS }],
    [
      'query',
      webhookAudit.older,
      { before: null },
      {
        where: [
          ...TEXTS.map((svix_id) => ({ svix_id })),
          ...TEXTS.map((source) => ({ source, event_id: 'msg_1' })),
          ...TEXTS.map((subject) => ({ subject })),
          ...TEXTS.map((clerk_user_id) => ({ clerk_user_id })),
          ...TEXTS.map((event_type) => ({ event_type })),
        ],
      },
    ],
    [
      'query',
      webhookAudit.rowHistory,
      { document: 'x', before: null },
      { document: TEXTS, before: PLACES, limit: NUMBERS },
    ],
    [
      'query',
      webhookAudit.history,
      { clerk_user_id: 'user_2ada', before: null },
      { clerk_user_id: TEXTS, before: PLACES, limit: NUMBERS },
    ],
    ['query', webhookAudit.search, { text: 'Ada', before: null }, { text: TEXTS, before: PLACES }],
    ['query', webhookAudit.rejections, {}, { before: NUMBERS, since: NUMBERS, limit: NUMBERS }],
    ['query', webhookAudit.marks, {}, { before: NUMBERS, limit: NUMBERS }],
    [
      'query',
      webhookAudit.users,
      { search: 'ada' },
      { search: TEXTS, cursor: TEXTS, limit: NUMBERS },
    ],
    // The cursors of convex-test are JSON, and it reads any JSON without a check.
    ['query', webhookAudit.users, {}, { cursor: ['', ' ', 'x', '\u0000'] }],
    ['query', webhookAudit.user, { clerk_id: 'user_2ada' }, { clerk_id: TEXTS }],
    ['mutation', webhookAudit.preview, { id }, { body: TEXTS }],
    [
      'mutation',
      webhookAudit.previewMany,
      { selection },
      {
        selection: [
          { ids: [] },
          { ids: Array.from({ length: 1001 }, () => id) },
          ...NUMBERS.map((since) => ({ where, since })),
          ...NUMBERS.map((until) => ({ where, since: 0, until })),
        ],
        next: [...TEXTS, '{"groups":["x"],"total":1,"more":false}', '{"groups":[[null]]}'],
        most: NUMBERS,
      },
    ],
    [
      'mutation',
      webhookAudit.redispatch,
      { id, idempotency_key: 'press' },
      { body: TEXTS, note: TEXTS, idempotency_key: TEXTS },
    ],
    [
      'mutation',
      webhookAudit.startBatch,
      { key: 'k', selection },
      {
        key: TEXTS,
        note: TEXTS,
        selection: [{ ids: [] }, ...NUMBERS.map((since) => ({ where, since }))],
      },
    ],
  ];
}

let backend: Backend;
let accessKey: string;
let id: Id<'webhookAudit'>;
beforeEach(async () => {
  // Batches are only started here; their steps never run.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  ({ backend, accessKey } = await startOperatedBackend());
  id = (await deliver(backend, userCreated())).id!;
});
afterEach(() => void vi.useRealTimers());

const NAMES = callsOf('' as Id<'webhookAudit'>).map(
  ([, of, , odd], index) => [getFunctionName(of), Object.keys(odd).join(', '), index] as const,
);

test.each(NAMES)('%s serves or refuses, with a code, any %s', async (_, _fields, index) => {
  const [kind, of, args, odd] = callsOf(id)[index]!;
  for (const [field, values] of Object.entries(odd) as [string, unknown[]][]) {
    for (const value of values) {
      const call = backend[kind] as (...all: unknown[]) => Promise<unknown>;
      const refusal: unknown = await call(of, { accessKey, ...args, [field]: value }).then(
        () => null,
        (error: unknown) => (error instanceof ConvexError ? error.data.code : error),
      );
      expect([null, 'bad_request', 'not_found'], `${field}: ${String(value)}`).toContain(refusal);
    }
  }
});
