import { beforeEach, describe, expect, test, vi } from 'vitest';
import { describeAccepting } from '../behaviours/accept.ts';
import { describeReceiving } from '../behaviours/receive.ts';
import { describeRejecting } from '../behaviours/reject.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  startBackendWith,
  type Backend,
} from '../fixtures/deployments/backend.ts';
import { api } from '../../convex/_generated/api.js';
import { userCreated, userDeleted, userUpdated } from '../fixtures/data/clerkEvents.ts';
import { deploymentOf } from './deployment.ts';
import { OTHER_SECRET, SECRET, signedRequest } from '../fixtures/data/signing.ts';

let backend: Backend;
beforeEach(() => {
  backend = startBackend();
});

async function lastRow() {
  return (await all(backend, 'webhookAudit')).at(-1);
}

describe('received', () => describeReceiving(async () => deploymentOf(backend)));
describe('received although unusual', () => describeAccepting(async () => deploymentOf(backend)));
describe('rejected', () => describeRejecting(async () => deploymentOf(backend)));

describe('failed', () => {
  const before = vi.fn(async () => {});
  beforeEach(() => {
    before.mockReset();
    backend = startBackendWith(before);
  });

  test('a handler’s error is stored, its writes are undone, and the retry is handled', async () => {
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const answer = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    expect(answer).toMatchObject({ status: 500, outcome: 'failed', id: expect.any(String) });
    expect(JSON.stringify(answer)).not.toContain('CRM');
    expect(await all(backend, 'users')).toEqual([]);
    expect(await lastRow()).toMatchObject({
      outcome: 'failed',
      attempt: 1,
      changes: [],
      settled: false,
      error_line: 'The CRM is down',
    });
    expect((await all(backend, 'webhookPayloads')).at(-1)!.error).toContain('The CRM is down');

    const retry = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    expect(retry).toMatchObject({ status: 200, outcome: 'applied' });
    expect(await lastRow()).toMatchObject({ outcome: 'applied', attempt: 2, settled: true });
    expect(await all(backend, 'users')).toHaveLength(1);
  });

  test('a delete that fails leaves the row, and is not final', async () => {
    await deliver(backend, userCreated());
    before.mockRejectedValueOnce(new Error('no'));
    expect(await deliver(backend, userDeleted())).toMatchObject({ status: 500, outcome: 'failed' });
    expect(await all(backend, 'users')).toHaveLength(1);
    const [subject] = await all(backend, 'webhookSubjects');
    expect(subject).not.toHaveProperty('deleted_at');
  });

  test('a retry is a duplicate once a re-dispatch of the event was applied', async () => {
    const { accessKey } = await addOperator(backend, 'redispatcher');
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    const body = JSON.stringify(userCreated({ first_name: 'Augusta' }));
    const send = { accessKey, id: id!, body, idempotency_key: 'press_1' };
    await backend.mutation(api.webhookAudit.redispatch, send);
    expect(await deliver(backend, userCreated(), { svix_id: 'msg_a' })).toMatchObject({
      status: 200,
      outcome: 'duplicate',
      reason: 'Already applied by a re-dispatch.',
    });
    expect(await all(backend, 'users')).toMatchObject([{ first_name: 'Augusta' }]);
    expect(await backend.query(api.webhookAudit.event, { accessKey, id: id! })).toMatchObject({
      state: { state: 'mended' },
      rows: [{ outcome: 'duplicate' }, { outcome: 'applied' }, { outcome: 'failed' }],
    });
  });

  test('a retry repeats the attempt that was applied, not a re-dispatch that failed since', async () => {
    const { accessKey } = await addOperator(backend, 'redispatcher');
    const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const send = { accessKey, id: id!, idempotency_key: 'press_1' };
    const { outcome } = await backend.mutation(api.webhookAudit.redispatch, send);
    expect(outcome).toBe('failed');
    expect(await deliver(backend, userCreated(), { svix_id: 'msg_a' })).toMatchObject({
      outcome: 'duplicate',
      reason: 'Already applied by attempt 1.',
    });
    expect(await lastRow()).toMatchObject({ repeats: id });
  });

  test('an event is superseded once a newer one of its subject was applied', async () => {
    const { accessKey } = await addOperator(backend, 'redispatcher');
    await deliver(backend, userCreated());
    before.mockRejectedValueOnce(new Error('The CRM is down'));
    const { id } = await deliver(backend, userUpdated());
    const state = async () =>
      (await backend.query(api.webhookAudit.event, { accessKey, id: id! })).state;
    expect(await state()).toEqual({ state: 'open' });
    const newer = await deliver(backend, userUpdated({ updated_at: userUpdated().timestamp }));
    expect(await state()).toEqual({ state: 'superseded', by: newer.id });
  });

  test('when not even the audit row can be written, the answer is not 2xx', async () => {
    const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    // A second payload of one delivery cannot occur in reality; here it makes recording the next
    // one throw.
    await backend.run(
      async (ctx) =>
        await ctx.db.insert('webhookPayloads', {
          audit_id: id!,
          body: '{}',
          headers: [],
          scheduled: [],
        }),
    );
    const answer = await deliver(backend, userUpdated(), { svix_id: 'msg_b' });
    expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
    expect(answer).not.toHaveProperty('id');
    expect(await all(backend, 'webhookAudit')).toHaveLength(1);
  });
});

describe('the same svix-id with another body', () => {
  test('is an event of its own, with its own duplicates', async () => {
    const svix_id = 'msg_a';
    const other = userUpdated({ last_name: 'King' });
    expect(await deliver(backend, userCreated(), { svix_id })).toMatchObject({
      outcome: 'applied',
    });
    expect(await deliver(backend, other, { svix_id })).toMatchObject({ outcome: 'applied' });
    expect(await deliver(backend, other, { svix_id })).toMatchObject({ outcome: 'duplicate' });
    expect(await deliver(backend, userCreated(), { svix_id })).toMatchObject({
      outcome: 'duplicate',
    });
    const rows = await all(backend, 'webhookAudit');
    expect(new Set(rows.map(({ event_id }) => event_id)).size).toBe(2);
    expect(await all(backend, 'webhookPayloads')).toHaveLength(2);
  });
});

describe('the signing secret', () => {
  test.each([
    [undefined, /CLERK_WEBHOOK_SIGNING_SECRET is not set/],
    ['', /CLERK_WEBHOOK_SIGNING_SECRET is not set/],
    ['whsec_', /holds no well-formed secret/],
    ['pk_test_!', /holds no well-formed secret/],
    ['whsec_changeme', /holds no well-formed secret: it is a placeholder/],
    [`"${SECRET}"`, /holds no well-formed secret: it is in quotes/],
  ])('that is %j rejects everything', async (secrets, reason) => {
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secrets);
    expect(await deliver(backend, userCreated())).toEqual({
      status: 500,
      outcome: 'rejected',
      reason: expect.stringMatching(reason),
    });
    expect(await all(backend, 'webhookRejections')).toMatchObject([
      { reason: 'misconfigured', claimed: { type: 'user.created', name: 'Ada Lovelace' } },
    ]);
    expect(await all(backend, 'webhookAudit')).toEqual([]);
  });

  test.each([
    ['the old of two secrets', `${OTHER_SECRET} ${SECRET}`],
    ['the good one beside a malformed one', `whsec_!!! ${SECRET}`],
    ['one among line breaks', ` ${OTHER_SECRET}\n${SECRET} `],
  ])('a signature with %s', async (_name, secrets) => {
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secrets);
    expect(await deliver(backend, userCreated())).toMatchObject({ status: 200 });
  });
});

test.each([
  ['', SECRET, 400],
  [', without a usable secret either', '', 500],
])('a body without the headers of a signature is not read%s', async (_, secrets, status) => {
  vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secrets);
  let taken = false;
  const body = new ReadableStream(
    {
      pull() {
        taken = true;
      },
    },
    { highWaterMark: 0 },
  );
  const request = { method: 'POST', body, duplex: 'half' } as RequestInit;
  expect(await post(backend, request)).toMatchObject({ status });
  expect(taken).toBe(false);
});

describe('neither the secret nor a signature leaves the backend', () => {
  test('in answers, rows, samples or results of operator functions', async () => {
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', `${SECRET} whsec_malformed!`);
    const { accessKey } = await addOperator(backend, 'redispatcher');
    const body = JSON.stringify(userCreated());
    const good = signedRequest(body);
    const forged = signedRequest(body, { secret: OTHER_SECRET });
    const rewritten = { ...signedRequest(body), body: JSON.stringify(JSON.parse(body), null, 2) };
    const answers = [
      await post(backend, good),
      await post(backend, forged),
      await post(backend, rewritten),
    ];
    const seen = JSON.stringify(
      [
        answers,
        await backend.query(api.webhookAudit.get, { accessKey, id: answers[0]!.id! }),
        await backend.query(api.webhookAudit.rejections, { accessKey }),
        await all(backend, 'webhookPayloads'),
        await all(backend, 'webhookAudit'),
        await all(backend, 'webhookRejections'),
      ],
      (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    );
    for (const request of [good, forged, rewritten]) {
      const signature = request.headers['svix-signature']!.slice('v1,'.length);
      expect(seen).not.toContain(signature);
    }
    for (const secret of [SECRET, OTHER_SECRET, 'malformed!']) {
      expect(seen).not.toContain(secret.replace('whsec_', ''));
    }
  });
});
