/** Which requests are rejected, with which diagnosis, on any deployment. */
import { beforeEach, describe, expect, test } from 'vitest';
import { api } from '../../convex/_generated/api.js';
import { userCreated } from '../fixtures/data/clerkEvents.ts';
import { OTHER_SECRET, signedRequest } from '../fixtures/data/signing.ts';
import { issueKey, rowsOf, type Deployment, type StartDeployment } from './deployment.ts';

const LIMIT = 512 * 1024;
const BODY = JSON.stringify(userCreated());

export function describeRejecting(start: StartDeployment): void {
  let deployment: Deployment;
  let accessKey: string;
  beforeEach(async () => {
    deployment = await start();
    ({ accessKey } = await issueKey(deployment));
  });

  async function expectRejected(
    request: RequestInit,
    status: number,
    reason: string,
    diagnosis: string | RegExp,
  ) {
    const saying = typeof diagnosis === 'string' ? diagnosis : expect.stringMatching(diagnosis);
    expect(await deployment.post(request)).toEqual({ status, outcome: 'rejected', reason: saying });
    const rejections = await deployment.query(api.webhookAudit.rejections, { accessKey });
    expect(rejections).toMatchObject([{ reason, count: 1, sample: { diagnosis: saying } }]);
    expect(await rowsOf(deployment, accessKey)).toEqual([]);
    return rejections[0]!;
  }

  test('a GET is answered that the endpoint is ready for POST, and leaves nothing', async () => {
    for (const path of ['/clerk-users-webhook', '/clerk-users-webhook/']) {
      const response = await deployment.fetch(path);
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(await response.text()).toMatch(/^This webhook endpoint is ready.*POST/);
    }
    expect(await deployment.query(api.webhookAudit.rejections, { accessKey })).toEqual([]);
  });

  test('a trailing slash in the path is not a reason to reject', async () => {
    const response = await deployment.fetch('/clerk-users-webhook/', signedRequest(BODY));
    expect(await response.json()).toMatchObject({ outcome: 'applied' });
  });

  describe('a request is rejected by its headers', () => {
    test.each(['svix-id', 'svix-timestamp', 'svix-signature'])('without %s', async (name) => {
      const request = signedRequest(BODY);
      delete request.headers[name];
      const diagnosis = `Missing: ${name}. Svix sends all three.`;
      const { sample } = await expectRejected(request, 400, 'missing_header', diagnosis);
      expect(sample).toMatchObject({ body_start: '' });
    });

    test.each(['svix-id', 'svix-timestamp', 'svix-signature'])('with %s twice', async (name) => {
      const { headers, ...request } = signedRequest(BODY);
      const doubled = [...Object.entries(headers), [name, headers[name]!]] as [string, string][];
      await expectRejected(
        { ...request, headers: doubled },
        400,
        'doubled_header',
        new RegExp(`^Sent more than once: ${name}\\.`),
      );
    });

    test('with an id of over 256 characters', async () => {
      const request = signedRequest(BODY, { svix_id: 'm'.repeat(257) });
      await expectRejected(request, 400, 'malformed_header', /longer than 256 characters/);
    });

    test('with a timestamp that is not a number', async () => {
      const request = signedRequest(BODY);
      request.headers['svix-timestamp'] += 'abc';
      const diagnosis = 'svix-timestamp is not a number of seconds.';
      await expectRejected(request, 400, 'bad_timestamp', diagnosis);
    });

    test('with a timestamp in milliseconds', async () => {
      const request = signedRequest(BODY);
      request.headers['svix-timestamp'] += '000';
      const diagnosis = 'svix-timestamp is in milliseconds; Svix sends seconds.';
      await expectRejected(request, 400, 'bad_timestamp', diagnosis);
    });

    test('with a signature that is too old', async () => {
      const request = signedRequest(BODY, { at: Date.now() - 301_000 });
      await expectRejected(request, 400, 'bad_timestamp', /is \d+ seconds behind/);
    });

    test('with a compressed body', async () => {
      const { headers, ...request } = signedRequest(BODY);
      const compressed = { ...request, headers: { ...headers, 'content-encoding': 'gzip' } };
      const diagnosis = /compressed \(Content-Encoding: gzip\)/;
      await expectRejected(compressed, 415, 'compressed', diagnosis);
    });
  });

  describe('a request is rejected by its signature', () => {
    test('with another secret, and the rejection shows what the body claims to be', async () => {
      const request = signedRequest(BODY, { secret: OTHER_SECRET });
      const row = await expectRejected(
        request,
        400,
        'bad_signature',
        /No signature matches the secret/,
      );
      expect(row.claimed).toEqual({
        type: 'user.created',
        user_id: 'user_2ada',
        name: 'Ada Lovelace',
      });
    });

    test('of a body that was changed', async () => {
      const request = { ...signedRequest(BODY), body: BODY.replace('Ada', 'Eve') };
      await expectRejected(request, 400, 'bad_signature', /No signature matches the secret/);
    });

    test.each([
      ['pretty-printed', JSON.stringify(userCreated(), null, 2), /as compact JSON/],
      ['given a byte order mark', `\ufeff${BODY}`, /without its byte order mark/],
      ['given a newline', `${BODY}\n`, /without the newline at its end/],
    ])('of a body that was %s', async (_name, body, diagnosis) => {
      await expectRejected({ ...signedRequest(BODY), body }, 400, 'bad_signature', diagnosis);
    });
  });

  describe('a request is rejected by its body', () => {
    test.each(['', 'hello', '{"type":'])('that is signed but not JSON: %j', async (text) => {
      await expectRejected(signedRequest(text), 400, 'not_json', /not JSON/);
    });

    test.each([
      ['null', /not an object/],
      ['[]', /not an object/],
      ['{"data":{},"timestamp":1}', /`type` is missing/],
      ['{"type":"user.created","timestamp":1}', /`data` is not an object/],
      ['{"type":"user.created","data":{}}', /`timestamp` is missing/],
    ])('that is signed JSON but not an event: %s', async (text, diagnosis) => {
      await expectRejected(signedRequest(text), 400, 'not_clerk_event', diagnosis);
    });

    test('of over 512 KiB, before the signature is checked', async () => {
      const { headers } = signedRequest(BODY);
      const request = { method: 'POST', body: 'x'.repeat(LIMIT + 1), headers };
      await expectRejected(request, 413, 'too_large', /over the limit of 524288 bytes/);
    });

    test('that never ends, soon after the limit', async () => {
      let sent = 0;
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(120));
        },
      });
      const { headers } = signedRequest(BODY);
      const request = { method: 'POST', body: endless, headers, duplex: 'half' } as RequestInit;
      await expectRejected(request, 413, 'too_large', /over the limit/);
      // Over HTTP, the buffers of both sides hold some more.
      expect(sent).toBeLessThan(64 * LIMIT);
    });

    test('over the limit in bytes, though not in characters', async () => {
      const request = signedRequest('é'.repeat(LIMIT / 2 + 1));
      await expectRejected(request, 413, 'too_large', /over the limit/);
    });
  });
}
