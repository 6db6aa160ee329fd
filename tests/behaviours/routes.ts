/** Several webhooks of one app, each with a secret of its own, on any deployment. */
import { describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import type { Id } from '../../convex/_generated/dataModel.js';
import { clerkEvent, NOON } from '../fixtures/data/clerkEvents.ts';
import { SECRET, signedRequest, type Signing } from '../fixtures/data/signing.ts';
import type { Answer } from '../fixtures/deployments/backend.ts';
import { issueKey, type StartDeployment } from './deployment.ts';
import { dump, SECRETS } from './scriptedApp.ts';

const USERS = { path: '/clerk-users-webhook', secret: SECRET };
const ORGANIZATIONS = { path: '/clerk-organizations', secret: SECRETS.CLERK_ORGANIZATIONS_SECRET };
const STORE = { path: '/store', secret: SECRETS.STORE_SECRET };

/** A change of a thing, made so many seconds after noon. */
function change(type: string, name: string, second: number) {
  const updated_at = NOON + second * 1000;
  return clerkEvent(type, { id: 'thing_1', name, updated_at }, updated_at);
}

export function describeRoutes(start: StartDeployment): void {
  async function begin() {
    const deployment = await start();
    const { accessKey } = await issueKey(deployment);
    const answerTo = async (path: string, request: RequestInit) => {
      const response = await deployment.fetch(path, request);
      return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
    };
    return {
      deployment,
      accessKey,
      answerTo,
      send: async (to: typeof USERS, event: object, signing: Signing = {}) =>
        await answerTo(
          to.path,
          signedRequest(JSON.stringify(event), { secret: to.secret, ...signing }),
        ),
      names: async () =>
        (await dump(deployment)).things.map(({ value }) => (value as { name: string }).name),
      open: async (id?: Id<'webhookAudit'>) =>
        await deployment.query(api.webhookAudit.get, { accessKey, id: id! }),
    };
  }

  describe('the secret of a route', () => {
    const variables = [
      [USERS, 'CLERK_WEBHOOK_SIGNING_SECRET'],
      [ORGANIZATIONS, 'CLERK_ORGANIZATIONS_SECRET'],
      [STORE, 'STORE_SECRET'],
    ] as const;

    test.each(variables)('opens that route and no other: %j', async (route, variable) => {
      const { send, names } = await begin();
      for (const [{ secret }] of variables.filter(([other]) => other !== route)) {
        expect(await send(route, change('order.created', 'Forged', 1), { secret })).toEqual({
          status: 400,
          outcome: 'rejected',
          reason: expect.stringContaining(`No signature matches the secret in ${variable}`),
        });
      }
      expect(await names()).toEqual([]);
      const answer = await send(route, change('order.created', 'Genuine', 1));
      expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
      expect(await names()).toEqual(['Genuine']);
    });
  });

  describe('two routes of one Clerk application', () => {
    test('share the order: an event older than one of the other route is stale', async () => {
      const { send, names } = await begin();
      await send(USERS, change('organization.updated', 'Newer', 2));
      const late = await send(ORGANIZATIONS, change('organization.created', 'Older', 1));
      expect(late).toMatchObject({ status: 200, outcome: 'stale' });
      expect(await names()).toEqual(['Newer']);
    });

    test('share deletes: a delete at one route is final for both', async () => {
      const { send, names } = await begin();
      await send(ORGANIZATIONS, change('organization.created', 'Acme', 1));
      await send(ORGANIZATIONS, change('organization.deleted', 'Acme', 2));
      const late = await send(USERS, change('organization.updated', 'Acme', 3));
      expect(late).toMatchObject({ status: 200, outcome: 'stale' });
      expect(await names()).toEqual([]);
    });

    test('share events: one that Clerk sends to both is handled once', async () => {
      const { send } = await begin();
      const event = change('organization.created', 'Acme', 1);
      const signing = { svix_id: 'msg_to_both' };
      expect(await send(USERS, event, signing)).toMatchObject({ outcome: 'applied' });
      expect(await send(ORGANIZATIONS, event, signing)).toMatchObject({ outcome: 'duplicate' });
    });
  });

  describe('a route of another source', () => {
    test('is recorded under its source, apart from Clerk’s events', async () => {
      const { send, open } = await begin();
      const event = change('order.created', 'First', 1);
      const signing = { svix_id: 'msg_of_both' };
      await send(USERS, event, signing);
      const { id, outcome } = await send(STORE, event, signing);
      expect(outcome).not.toBe('duplicate');
      expect((await open(id)).row).toMatchObject({ source: 'store', svix_id: 'msg_of_both' });
    });

    test('is ordered for the objects that the app names, apart from Clerk’s', async () => {
      const { send, names } = await begin();
      await send(USERS, change('order.updated', 'Of Clerk', 9));
      await send(STORE, change('order.updated', 'Newer', 2));
      const late = await send(STORE, change('order.updated', 'Older', 1));
      expect(late).toMatchObject({ outcome: 'stale' });
      expect(await names()).toEqual(['Newer']);
    });

    test('is applied as it comes where events have no time but that of the creation', async () => {
      const { send, names } = await begin();
      const sent = ['Ordered', 'Packed', 'Sent', 'Delivered', 'Returned'];
      for (const [place, name] of sent.entries()) {
        const type = place === 0 ? 'order.created' : 'order.updated';
        const answer = await send(STORE, { type, data: { id: 'order_1', created_at: NOON, name } });
        expect(answer).toMatchObject({ outcome: 'applied' });
        expect(await names()).toEqual([name]);
      }
    });

    test('is not compared with Clerk’s events about the same id', async () => {
      const { send, open } = await begin();
      await send(USERS, change('order.updated', 'Of Clerk', 1));
      const { id } = await send(STORE, change('order.updated', 'First', 2));
      const { row, previous } = await open(id);
      expect(previous).toBeNull();
      expect(row).not.toHaveProperty('payload_changed');
    });

    test('is not ordered for other objects, since their ids may return', async () => {
      const { send, names } = await begin();
      await send(STORE, change('basket.updated', 'Newer', 2));
      await send(STORE, change('basket.deleted', 'Newer', 3));
      const late = await send(STORE, change('basket.updated', 'Older', 1));
      expect(late).toMatchObject({ outcome: 'applied' });
      expect(await names()).toEqual(['Older']);
    });
  });

  describe('a sender of Standard Webhooks', () => {
    const event = {
      type: 'order.created',
      timestamp: '2026-01-05T12:00:01.250Z',
      data: { id: 'order_1', name: 'Two kites' },
    };

    test('is received, shown, previewed and re-dispatched like any other', async () => {
      const { deployment, accessKey, answerTo, open, names } = await begin();
      const request = await standardRequest(event, 'msg_standard');
      const answer = await answerTo(STORE.path, request);
      expect(answer).toMatchObject({ status: 200, outcome: 'applied' });
      expect(await names()).toEqual(['Two kites']);

      const { row, writes } = await open(answer.id);
      expect(row).toMatchObject({
        source: 'store',
        svix_id: 'msg_standard',
        event_type: 'order.created',
        occurred_at: NOON + 1250,
        changes: [{ table: 'things', kind: 'insert' }],
      });
      expect(writes).toMatchObject([{ table: 'things', before: null }]);

      expect(await answerTo(STORE.path, request)).toMatchObject({ outcome: 'duplicate' });

      const body = JSON.stringify({ ...event, data: { ...event.data, name: 'Three kites' } });
      const edited = { accessKey, id: answer.id!, body };
      const previewed = await deployment.mutation(api.webhookAudit.preview, edited);
      expect(previewed).toMatchObject({ outcome: 'applied', written: 1 });
      expect(await names()).toEqual(['Two kites']);
      const press = { ...edited, idempotency_key: 'press' };
      const sent = await deployment.mutation(api.webhookAudit.redispatch, press);
      expect((await open(sent.id)).writes).toEqual(previewed.writes);
      expect(await names()).toEqual(['Three kites']);
    });

    test('is rejected with a diagnosis that names its own headers', async () => {
      const { answerTo } = await begin();
      const { headers, ...request } = await standardRequest(event, 'msg_standard');
      const { 'webhook-signature': _, ...unsigned } = headers;
      expect(await answerTo(STORE.path, { ...request, headers: unsigned })).toMatchObject({
        status: 400,
        reason: expect.stringContaining('webhook-signature'),
      });
    });
  });
}

/** As Standard Webhooks 1.0.0 says: an HMAC of `id.timestamp.body`, by the bytes behind `whsec_`. */
async function standardRequest(event: object, id: string) {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const bytes = Uint8Array.from(atob(STORE.secret.slice('whsec_'.length)), (byte) =>
    byte.charCodeAt(0),
  );
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, signed));
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${btoa(String.fromCharCode(...signature))}`,
    },
  };
}
