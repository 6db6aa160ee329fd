import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { diagnoseRewrittenBody, verifySignature } from '../../../convex/model/signature.ts';
import { userCreated } from '../../fixtures/clerkEvents.ts';
import { OTHER_SECRET, SECRET, signedRequest } from '../../fixtures/signing.ts';

const BODY = JSON.stringify(userCreated());
const now = Date.now();

function request(changes: Record<string, string | null> = {}, body = BODY, signedBody = BODY) {
  const headers = new Headers(signedRequest(signedBody, { svix_id: 'msg_a', at: now }).headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return { headers, body };
}

test('a good signature gives the svix_id', () => {
  expect(verifySignature(request(), SECRET, now)).toEqual({ kind: 'verified', svix_id: 'msg_a' });
});

describe('each diagnosis', () => {
  const seconds = Math.floor(now / 1000);

  test.each([
    [
      'one header is missing',
      request({ 'svix-signature': null }),
      SECRET,
      'missing_header',
      'Missing: svix-signature. Svix sends all three.',
    ],
    [
      'all headers are missing',
      request({ 'svix-id': null, 'svix-timestamp': null, 'svix-signature': null }),
      SECRET,
      'missing_header',
      'Missing: svix-id, svix-timestamp, svix-signature. Svix sends all three.',
    ],
    [
      'a header of Standard Webhooks is missing',
      request({ 'svix-id': null, 'webhook-id': 'msg_a', 'webhook-timestamp': '1' }),
      SECRET,
      'missing_header',
      'Missing: webhook-signature. Svix sends all three.',
    ],
    [
      'the timestamp is no number',
      request({ 'svix-timestamp': `${seconds}abc` }),
      SECRET,
      'bad_timestamp',
      'svix-timestamp is not a number of seconds.',
    ],
    [
      'the sender is behind',
      request({ 'svix-timestamp': String(seconds - 301) }),
      SECRET,
      'bad_timestamp',
      "svix-timestamp is 301 seconds behind this deployment's clock; Svix's tolerance is 300.",
    ],
    [
      'the sender is ahead',
      request({ 'svix-timestamp': String(seconds + 4000) }),
      SECRET,
      'bad_timestamp',
      "svix-timestamp is 4000 seconds ahead of this deployment's clock; Svix's tolerance is 300.",
    ],
    [
      'the signature is of another version',
      request({ 'svix-signature': 'v1a,abc v2,def' }),
      SECRET,
      'bad_signature',
      'The signature header holds no v1 signature.',
    ],
    [
      'the secret is of another endpoint',
      request(),
      OTHER_SECRET,
      'bad_signature',
      "No signature matches the secret in CLERK_WEBHOOK_SIGNING_SECRET: another endpoint's secret, or a changed body.",
    ],
    [
      'no secret of several matches',
      request({}, `${BODY} `),
      `${SECRET} ${OTHER_SECRET}`,
      'bad_signature',
      "No signature matches any of the 2 secrets in CLERK_WEBHOOK_SIGNING_SECRET: another endpoint's secret, or a changed body.",
    ],
    [
      'one of the secrets is malformed, which may be the one',
      request(),
      `${OTHER_SECRET} whsec_!`,
      'bad_signature',
      "No signature matches the secret in CLERK_WEBHOOK_SIGNING_SECRET: another endpoint's secret, or a changed body. 1 more in it is malformed and was passed over.",
    ],
    [
      'no secret is set',
      request(),
      undefined,
      'misconfigured',
      "CLERK_WEBHOOK_SIGNING_SECRET is not set on this deployment: copy the signing secret of the endpoint from Clerk's dashboard.",
    ],
    [
      'every secret is malformed',
      request(),
      'whsec_! sk_test_nope',
      'misconfigured',
      'CLERK_WEBHOOK_SIGNING_SECRET holds no well-formed secret: it starts with whsec_ and goes on in base64.',
    ],
    [
      'a placeholder was left in place of the secret',
      request(),
      'changeme',
      'misconfigured',
      'CLERK_WEBHOOK_SIGNING_SECRET holds no well-formed secret: it starts with whsec_ and goes on in base64.',
    ],
  ])('%s', (_name, signed, secrets, reason, diagnosis) => {
    expect(verifySignature(signed, secrets, now)).toEqual({ kind: 'refused', reason, diagnosis });
  });
});

describe('the tolerance is 5 minutes', () => {
  // Svix reads the clock by itself.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now }));
  afterEach(() => void vi.useRealTimers());

  test.each([
    [-301, 'refused'],
    [-300, 'verified'],
    [300, 'verified'],
    [301, 'refused'],
  ])('%i seconds off is %s', (seconds, kind) => {
    const { headers, body } = signedRequest(BODY, { at: now + seconds * 1000 });
    expect(verifySignature({ headers: new Headers(headers), body }, SECRET, now).kind).toBe(kind);
  });
});

describe('a body that was written anew on its way', () => {
  const pretty = JSON.stringify(JSON.parse(BODY), null, 2);

  test('is told when it would verify if re-serialised', () => {
    expect(diagnoseRewrittenBody(request({}, pretty), SECRET, now)).toBe(
      'The body would verify if re-serialised: something between Svix and here parsed it and wrote it anew.',
    );
  });

  test.each([
    ['it was changed as well', pretty.replace('Ada', 'Eve')],
    ['it is no JSON', 'hello'],
    ['it is in its compact form already', BODY.replace('Ada', 'Eve')],
  ])('is not told when %s', (_name, body) => {
    expect(diagnoseRewrittenBody(request({}, body), SECRET, now)).toBeUndefined();
  });

  test('is not told of 64 KiB and more', () => {
    const large = JSON.stringify({ ...userCreated(), pad: 'x'.repeat(64 * 1024) });
    const rewritten = JSON.stringify(JSON.parse(large), null, 2);
    expect(diagnoseRewrittenBody(request({}, rewritten, large), SECRET, now)).toBeUndefined();
  });
});
