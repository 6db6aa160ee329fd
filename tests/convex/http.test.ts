import { beforeEach, describe, expect, test, vi } from 'vitest';
import { describeReceiving } from '../behaviours/receive.ts';
import { onUserChange } from '../../convex/model/onUserChange.ts';
import {
  addOperator,
  all,
  deliver,
  post,
  startBackend,
  type Backend,
} from '../fixtures/backend.ts';
import { api } from '../../convex/_generated/api.js';
import { userCreated, userDeleted, userUpdated } from '../fixtures/clerkEvents.ts';
import { deploymentOf } from './deployment.ts';
import { OTHER_SECRET, SECRET, signedRequest } from '../fixtures/signing.ts';

vi.mock('../../convex/model/onUserChange.ts', () => ({ onUserChange: vi.fn() }));

let backend: Backend;
beforeEach(() => {
  vi.mocked(onUserChange).mockReset();
  backend = startBackend();
});

async function lastRow() {
  return (await all(backend, 'webhookAudit')).at(-1);
}

async function lastPayload() {
  const payload = (await all(backend, 'webhookPayloads')).at(-1);
  const row = (json: string | undefined) => json && (JSON.parse(json) as Record<string, unknown>);
  return { ...payload, before: row(payload?.before), after: row(payload?.after) };
}

describeReceiving(async () => deploymentOf(backend));

describe('failed', () => {
  test('what applying throws is kept, its writes are not, and the retry is processed', async () => {
    vi.mocked(onUserChange).mockRejectedValueOnce(new Error('The CRM is down'));
    const answer = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    expect(answer).toMatchObject({ status: 500, outcome: 'failed', id: expect.any(String) });
    expect(JSON.stringify(answer)).not.toContain('CRM');
    expect(await all(backend, 'users')).toEqual([]);
    expect(await lastRow()).toMatchObject({ outcome: 'failed', attempt: 1, changed: [] });
    expect((await lastPayload()).error).toContain('The CRM is down');

    const retry = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    expect(retry).toMatchObject({ status: 200, outcome: 'applied' });
    expect(await lastRow()).toMatchObject({ outcome: 'applied', attempt: 2 });
    expect(await all(backend, 'users')).toHaveLength(1);
  });

  test('a delete that fails leaves the row and writes no tombstone', async () => {
    await deliver(backend, userCreated());
    vi.mocked(onUserChange).mockRejectedValueOnce(new Error('no'));
    expect(await deliver(backend, userDeleted())).toMatchObject({ status: 500, outcome: 'failed' });
    expect(await all(backend, 'users')).toHaveLength(1);
    expect(await all(backend, 'userTombstones')).toEqual([]);
  });

  test('when not even the audit row can be written, the answer is not 2xx', async () => {
    const { id } = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    // A second payload of one delivery cannot come about, and makes recording the next one throw.
    await backend.run(
      async (ctx) =>
        await ctx.db.insert('webhookPayloads', { audit_id: id!, body: '{}', headers: [] }),
    );
    const answer = await deliver(backend, userUpdated(), { svix_id: 'msg_b' });
    expect(answer).toMatchObject({ status: 500, outcome: 'failed' });
    expect(answer).not.toHaveProperty('id');
    expect(await all(backend, 'webhookAudit')).toHaveLength(1);
  });
});

describe('onUserChange', () => {
  test('the app hears of each change, and of nothing else', async () => {
    await deliver(backend, userCreated());
    await deliver(backend, userCreated());
    await deliver(backend, userUpdated({ last_name: 'King' }));
    await deliver(backend, userDeleted());
    const changes = vi.mocked(onUserChange).mock.calls.map(([, change]) => change);
    expect(changes).toMatchObject([
      { kind: 'create', before: null, after: { last_name: 'Lovelace' } },
      { kind: 'update', before: { last_name: 'Lovelace' }, after: { last_name: 'King' } },
      { kind: 'delete', before: { last_name: 'King' }, after: null },
    ]);
  });
});

describe('the signing secret', () => {
  test.each([
    [undefined, /CLERK_WEBHOOK_SIGNING_SECRET is not set/],
    ['', /CLERK_WEBHOOK_SIGNING_SECRET is not set/],
    ['whsec_', /holds no well-formed secret/],
    ['pk_test_!', /holds no well-formed secret/],
  ])('%j: everything is refused', async (secrets, reason) => {
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secrets);
    expect(await deliver(backend, userCreated())).toEqual({
      status: 500,
      outcome: 'rejected',
      reason: expect.stringMatching(reason),
    });
    expect(await all(backend, 'rejections')).toMatchObject([{ reason: 'misconfigured' }]);
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

describe('neither the secret nor a signature leaves the backend', () => {
  test('in answers, rows, samples or what operators read', async () => {
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
        await all(backend, 'rejections'),
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
