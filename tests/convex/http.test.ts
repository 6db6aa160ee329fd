import { beforeEach, describe, expect, test, vi } from 'vitest';
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
import {
  clerkEvent,
  NOON,
  userCreated,
  userDeleted,
  userUpdated,
  withEmail,
} from '../fixtures/clerkEvents.ts';
import { OTHER_SECRET, SECRET, signedRequest } from '../fixtures/signing.ts';

vi.mock('../../convex/model/onUserChange.ts', () => ({ onUserChange: vi.fn() }));

const LIMIT = 512 * 1024;

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

describe('applied', () => {
  test('a new user becomes a row, and the delivery is recorded with it', async () => {
    const event = userCreated();
    const answer = await deliver(backend, event, { svix_id: 'msg_a' });
    expect(answer).toEqual({ status: 200, outcome: 'applied', id: expect.any(String) });
    expect(await all(backend, 'users')).toMatchObject([
      {
        clerk_id: 'user_2ada',
        email: 'ada@example.com',
        first_name: 'Ada',
        last_name: 'Lovelace',
        clerk_created_at: NOON,
        clerk_updated_at: NOON,
        clerk_event_at: NOON + 18,
      },
    ]);
    expect(await lastRow()).toMatchObject({
      _id: answer.id,
      svix_id: 'msg_a',
      attempt: 1,
      event_type: 'user.created',
      clerk_user_id: 'user_2ada',
      user_label: 'Ada Lovelace',
      occurred_at: NOON + 18,
      outcome: 'applied',
      changed: ['email', 'first_name', 'last_name', 'image_url', 'clerk_created_at'],
      payload_bytes: JSON.stringify(event).length,
      source: 'clerk',
    });
    expect(await lastPayload()).toMatchObject({
      audit_id: answer.id,
      body: JSON.stringify(event),
      before: undefined,
      after: { first_name: 'Ada' },
    });
  });

  test('a change names the fields it changed, and keeps the row before and after', async () => {
    await deliver(backend, userCreated());
    const first = await lastRow();
    await deliver(
      backend,
      userUpdated({ last_name: 'King', ...withEmail('ada.king@example.com') }),
    );
    expect(await lastRow()).toMatchObject({
      outcome: 'applied',
      changed: ['email', 'last_name'],
      previous: first?._id,
      payload_changed: ['email_addresses', 'last_name', 'primary_email_address_id', 'updated_at'],
      user_label: 'Ada King',
    });
    expect(await lastPayload()).toMatchObject({
      before: { email: 'ada@example.com', last_name: 'Lovelace' },
      after: {
        email: 'ada.king@example.com',
        email_lower: 'ada.king@example.com',
        last_name: 'King',
      },
    });
  });

  test('a delete removes the row, leaves a tombstone, and is labelled with the name it removed', async () => {
    await deliver(backend, userCreated());
    const answer = await deliver(backend, userDeleted());
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    expect(await all(backend, 'users')).toEqual([]);
    expect(await all(backend, 'userTombstones')).toMatchObject([
      { clerk_id: 'user_2ada', deleted_at: NOON + 60_000 },
    ]);
    expect(await lastRow()).toMatchObject({ user_label: 'Ada Lovelace' });
    expect(await lastPayload()).toMatchObject({ before: { first_name: 'Ada' }, after: undefined });
  });

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

  test('the app keeps its workspace through every webhook', async () => {
    await deliver(backend, userCreated());
    await backend.run(async (ctx) => {
      const user = await ctx.db.query('users').first();
      if (user) await ctx.db.patch('users', user._id, { workspace_id: 'w1' });
    });
    await deliver(backend, userUpdated({ last_name: 'King' }));
    expect(await all(backend, 'users')).toMatchObject([{ workspace_id: 'w1', last_name: 'King' }]);
  });
});

describe('unchanged', () => {
  test('an update that changes only what is not stored moves the order keys, and says unchanged', async () => {
    await deliver(backend, userCreated());
    const answer = await deliver(backend, userUpdated({ last_sign_in_at: NOON + 900 }));
    expect(answer).toMatchObject({ status: 200, outcome: 'unchanged' });
    expect(await lastRow()).toMatchObject({
      changed: [],
      payload_changed: ['last_sign_in_at', 'updated_at'],
    });
    expect(await all(backend, 'users')).toMatchObject([{ clerk_updated_at: NOON + 1000 }]);
  });

  test('a delete of a user that is not there writes the tombstone', async () => {
    expect(await deliver(backend, userDeleted())).toMatchObject({
      status: 200,
      outcome: 'unchanged',
    });
    expect(await all(backend, 'userTombstones')).toMatchObject([{ clerk_id: 'user_2ada' }]);
  });
});

describe('duplicate', () => {
  test('a retry of a delivery that was handled is recorded and changes nothing', async () => {
    await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    await deliver(backend, userUpdated({ last_name: 'King' }));
    const answer = await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    expect(answer).toMatchObject({ status: 200, outcome: 'duplicate' });
    expect(await lastRow()).toMatchObject({
      svix_id: 'msg_a',
      attempt: 2,
      user_label: 'Ada Lovelace',
    });
    expect(await all(backend, 'users')).toMatchObject([{ last_name: 'King' }]);
  });

  test('so is every further one', async () => {
    for (const outcome of ['applied', 'duplicate', 'duplicate']) {
      expect(await deliver(backend, userCreated(), { svix_id: 'msg_a' })).toMatchObject({
        outcome,
      });
    }
    expect(await lastRow()).toMatchObject({ attempt: 3 });
  });

  test('a retry is compared with what its first attempt was compared with', async () => {
    await deliver(backend, userCreated(), { svix_id: 'msg_a' });
    const created = await lastRow();
    await deliver(backend, userUpdated({ last_name: 'King' }), { svix_id: 'msg_b' });
    const first = await lastRow();
    await deliver(backend, userUpdated({ updated_at: NOON + 2000 }), { svix_id: 'msg_c' });
    await deliver(backend, userUpdated({ last_name: 'King' }), { svix_id: 'msg_b' });
    expect(await lastRow()).toMatchObject({
      attempt: 2,
      previous: created?._id,
      payload_changed: first?.payload_changed,
    });
  });
});

describe('stale', () => {
  test('an event older than what the row holds changes nothing', async () => {
    await deliver(backend, userUpdated({ last_name: 'King' }));
    const answer = await deliver(backend, userCreated());
    expect(answer).toMatchObject({
      status: 200,
      outcome: 'stale',
      reason: 'Older than what the row holds.',
    });
    expect(await all(backend, 'users')).toMatchObject([{ last_name: 'King' }]);
  });

  test('an event of a deleted user changes nothing, however new it is', async () => {
    await deliver(backend, userDeleted());
    const answer = await deliver(backend, userUpdated({ updated_at: NOON + 9_000_000 }));
    expect(answer).toMatchObject({
      status: 200,
      outcome: 'stale',
      reason: 'Clerk deleted this user, and a delete is final.',
    });
    expect(await all(backend, 'users')).toEqual([]);
  });
});

describe('ignored', () => {
  test.each(['session.created', 'organization.updated', 'something.clerk.adds.tomorrow'])(
    'users do not depend on %s',
    async (type) => {
      const answer = await deliver(backend, clerkEvent(type, { id: 'x_1', user_id: 'user_2ada' }));
      expect(answer).toMatchObject({ status: 200, outcome: 'ignored' });
      const row = await lastRow();
      expect(row).toMatchObject({ event_type: type, outcome: 'ignored' });
      expect(row).not.toHaveProperty('clerk_user_id');
    },
  );

  test.each(['user.created', 'user.updated', 'user.deleted'])(
    'a %s event without a user id',
    async (type) => {
      const answer = await deliver(backend, clerkEvent(type, { object: 'user', deleted: true }));
      expect(answer).toMatchObject({
        status: 200,
        outcome: 'ignored',
        reason: `This ${type} event names no user id.`,
      });
    },
  );
});

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

describe('refused', () => {
  const body = JSON.stringify(userCreated());

  test.each(['svix-id', 'svix-timestamp', 'svix-signature'])('without %s', async (name) => {
    const request = signedRequest(body);
    delete request.headers[name];
    await expectRefused(request, 400, 'missing_header', `Missing: ${name}. Svix sends all three.`);
  });

  test('a timestamp that is no number', async () => {
    const request = signedRequest(body);
    request.headers['svix-timestamp'] += 'abc';
    await expectRefused(
      request,
      400,
      'bad_timestamp',
      'svix-timestamp is not a number of seconds.',
    );
  });

  test('a signature that is too old', async () => {
    const request = signedRequest(body, { at: Date.now() - 301_000 });
    await expectRefused(request, 400, 'bad_timestamp', /is 30\d seconds behind/);
  });

  test('a signature with another secret', async () => {
    const request = signedRequest(body, { secret: OTHER_SECRET });
    await expectRefused(request, 400, 'bad_signature', /No signature matches the secret/);
  });

  test('a body that was changed', async () => {
    const request = { ...signedRequest(body), body: body.replace('Ada', 'Eve') };
    await expectRefused(request, 400, 'bad_signature', /No signature matches the secret/);
  });

  test.each(['', 'hello', '{"type":'])('signed, but not JSON: %j', async (text) => {
    await expectRefused(signedRequest(text), 400, 'not_json', /not JSON/);
  });

  test.each([
    ['null', /not an object/],
    ['[]', /not an object/],
    ['{"data":{},"timestamp":1}', /`type` is missing/],
    ['{"type":"user.created","timestamp":1}', /`data` is not an object/],
    ['{"type":"user.created","data":{}}', /`timestamp` is missing/],
  ])('signed JSON, but no Clerk event: %s', async (text, reason) => {
    await expectRefused(signedRequest(text), 400, 'not_clerk_event', reason);
  });

  test('a body over 512 KiB, before its signature is looked at', async () => {
    const large = 'x'.repeat(LIMIT + 1);
    const request = { method: 'POST', body: large, headers: {} };
    await expectRefused(request, 413, 'too_large', /over the limit of 524288 bytes/);
  });

  test('a body that has no end, soon after the limit', async () => {
    let sent = 0;
    let ended = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(120));
      },
      cancel() {
        ended = true;
      },
    });
    const request = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    await expectRefused(request, 413, 'too_large', /over the limit/);
    expect(sent).toBeLessThan(LIMIT + 5 * 65_536);
    expect(ended).toBe(true);
  });

  test('the limit is in bytes: characters that weigh more count for what they weigh', async () => {
    const request = signedRequest('é'.repeat(LIMIT / 2 + 1));
    await expectRefused(request, 413, 'too_large', /over the limit/);
  });

  test.each([
    [undefined, /CLERK_WEBHOOK_SIGNING_SECRET is not set/],
    ['', /CLERK_WEBHOOK_SIGNING_SECRET is not set/],
    ['whsec_', /holds no well-formed secret/],
    ['pk_test_!', /holds no well-formed secret/],
  ])('everything, while the signing secret is %j', async (secrets, reason) => {
    backend = startBackend();
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secrets);
    await expectRefused(signedRequest(body), 500, 'misconfigured', reason);
  });

  async function expectRefused(
    request: RequestInit,
    status: number,
    reason: string,
    diagnosis: string | RegExp,
  ) {
    const saying = typeof diagnosis === 'string' ? diagnosis : expect.stringMatching(diagnosis);
    expect(await post(backend, request)).toEqual({ status, outcome: 'rejected', reason: saying });
    expect(await all(backend, 'rejections')).toMatchObject([
      { reason, count: 1, sample: { diagnosis: saying } },
    ]);
    expect(await all(backend, 'webhookAudit')).toEqual([]);
    expect(await all(backend, 'webhookPayloads')).toEqual([]);
    expect(await all(backend, 'users')).toEqual([]);
  }
});

describe('accepted', () => {
  test('a body of exactly 512 KiB', async () => {
    const event = userCreated();
    const spare = LIMIT - JSON.stringify({ ...event, pad: '' }).length;
    const answer = await deliver(backend, JSON.stringify({ ...event, pad: 'x'.repeat(spare) }));
    expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
    expect(await lastRow()).toMatchObject({ payload_bytes: LIMIT });
  });

  test.each([
    ['the old of two secrets', `${OTHER_SECRET} ${SECRET}`],
    ['the good one beside a malformed one', `whsec_!!! ${SECRET}`],
    ['one among line breaks', ` ${OTHER_SECRET}\n${SECRET} `],
  ])('a signature with %s', async (_name, secrets) => {
    vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secrets);
    expect(await deliver(backend, userCreated())).toMatchObject({ status: 200 });
  });

  test('one of several signatures, as during a rotation', async () => {
    const request = signedRequest(JSON.stringify(userCreated()), { svix_id: 'msg_a' });
    const other = signedRequest(request.body, { svix_id: 'msg_a', secret: OTHER_SECRET });
    request.headers['svix-signature'] =
      `v1a,x ${other.headers['svix-signature']} ${request.headers['svix-signature']}`;
    expect(await post(backend, request)).toMatchObject({ status: 200 });
  });

  test('the header names of Standard Webhooks', async () => {
    const { headers, ...request } = signedRequest(JSON.stringify(userCreated()), {
      svix_id: 'msg_w',
    });
    const renamed = Object.entries(headers).map(([name, value]) => [
      name.replace('svix-', 'webhook-'),
      value,
    ]);
    expect(await post(backend, { ...request, headers: Object.fromEntries(renamed) })).toMatchObject(
      { status: 200 },
    );
    expect(await lastRow()).toMatchObject({ svix_id: 'msg_w' });
  });

  test('an envelope time in seconds, kept in milliseconds', async () => {
    await deliver(backend, { ...userCreated(), timestamp: NOON / 1000 });
    expect(await lastRow()).toMatchObject({ occurred_at: NOON });
  });

  test('a user with only the fields that Clerk promises, whose primary address is not listed', async () => {
    const event = clerkEvent('user.created', {
      id: 'user_2min',
      object: 'user',
      username: null,
      first_name: null,
      last_name: null,
      primary_email_address_id: 'idn_gone',
      email_addresses: [],
      created_at: NOON,
      updated_at: NOON,
    });
    expect(await deliver(backend, event)).toMatchObject({ outcome: 'applied' });
    const [user] = await all(backend, 'users');
    expect(user).toMatchObject({ clerk_id: 'user_2min', clerk_created_at: NOON });
    expect(user).not.toHaveProperty('email');
    expect(await lastRow()).not.toHaveProperty('user_label');
  });

  test('values of the wrong type are taken for absent', async () => {
    const answer = await deliver(
      backend,
      userCreated({ first_name: 7, last_name: { a: 1 }, email_addresses: 'x', updated_at: 'x' }),
    );
    expect(answer).toMatchObject({ outcome: 'applied' });
    const [user] = await all(backend, 'users');
    expect(user).not.toHaveProperty('first_name');
    expect(user).not.toHaveProperty('email');
  });

  test('text that is no well-formed Unicode', async () => {
    const body = JSON.stringify(userCreated()).replace('"Ada"', String.raw`"A\ud800"`);
    expect(await deliver(backend, body)).toMatchObject({ outcome: 'applied' });
    expect(await all(backend, 'users')).toMatchObject([{ first_name: 'A\ufffd' }]);
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
