import { expect, test } from 'vitest';
import { isSigned, misconfiguration, unsigned } from '../../../webhooks/receive/signature.ts';
import { readSigningSecrets } from '../../../webhooks/receive/signingSecrets.ts';
import { OTHER_SECRET, SECRET, signedRequest } from '../../fixtures/data/signing.ts';

const VARIABLE = 'CLERK_WEBHOOK_SECRET';
const BODY = '{"type":"user.created"}';

function signer(value: string | undefined) {
  return { variable: VARIABLE, secrets: readSigningSecrets(value) };
}

function signed(secret: string) {
  const { headers } = signedRequest(BODY, { svix_id: 'msg_a', secret });
  return {
    id: 'msg_a',
    timestamp: headers['svix-timestamp']!,
    signature: headers['svix-signature']!,
  };
}

test.each([
  ['the only secret', SECRET],
  ['the second of two', `${OTHER_SECRET} ${SECRET}`],
  ['one beside a placeholder', `whsec_changeme ${SECRET}`],
])('a signature is accepted that was made with %s', (_name, value) => {
  expect(isSigned(BODY, signed(SECRET), signer(value))).toBe(true);
  expect(isSigned(`${BODY} `, signed(SECRET), signer(value))).toBe(false);
});

test.each(['whsec_changeme', 'whsec_test', 'whsec_testtesttest'])(
  'a signature made with %s is not accepted, even beside a valid secret',
  (placeholder) => {
    expect(isSigned(BODY, signed(placeholder), signer(placeholder))).toBe(false);
    expect(isSigned(BODY, signed(placeholder), signer(`${placeholder} ${SECRET}`))).toBe(false);
  },
);

test.each([
  [
    undefined,
    `${VARIABLE} is not set on this deployment: copy the signing secret of the endpoint from Clerk's dashboard.`,
  ],
  [`"${SECRET}"`, `${VARIABLE} holds no well-formed secret: it is in quotes; remove them.`],
  [
    'whsec_test sk_test_a',
    `${VARIABLE} holds no well-formed secret: it is shorter than 24 bytes: a placeholder, or cut off. Also, it does not begin with whsec_.`,
  ],
])('with the secret %j no signature can be verified', (value, diagnosis) => {
  expect(misconfiguration(signer(value))).toEqual({ reason: 'misconfigured', diagnosis });
});

test('with one usable secret signatures can be verified', () => {
  expect(misconfiguration(signer(`whsec_test ${SECRET}`))).toBeUndefined();
});

test.each([
  [
    SECRET,
    `No signature matches the secret in ${VARIABLE}: another endpoint's secret, or a changed body.`,
  ],
  [
    `${SECRET} ${OTHER_SECRET}`,
    `No signature matches any of the 2 secrets in ${VARIABLE}: another endpoint's secret, or a changed body.`,
  ],
  [
    `${SECRET} "${OTHER_SECRET}"`,
    `No signature matches the secret in ${VARIABLE}: another endpoint's secret, or a changed body. It also holds a secret that verifies nothing: it is in quotes; remove them.`,
  ],
])('the diagnosis says why no secret of a value matches', (value, diagnosis) => {
  expect(unsigned(signer(value))).toEqual({ reason: 'bad_signature', diagnosis });
});
