import { describe, expect, test } from 'vitest';
import { readSignatureHeaders } from '../../../webhooks/receive/signatureHeaders.ts';
import { signedRequest } from '../../fixtures/data/signing.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const SECONDS = NOW / 1000;
const { headers: GOOD } = signedRequest('{}', { svix_id: 'msg_a', at: NOW });

function read(changes: Record<string, string | null> = {}, twice: string[] = []) {
  const headers = new Headers(GOOD);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  for (const name of twice) headers.append(name, headers.get(name)!);
  return readSignatureHeaders(headers, NOW);
}

/** The same headers under the names of Standard Webhooks. */
const STANDARD = {
  'svix-id': null,
  'svix-timestamp': null,
  'svix-signature': null,
  'webhook-id': 'msg_w',
  'webhook-timestamp': GOOD['svix-timestamp']!,
  'webhook-signature': GOOD['svix-signature']!,
};

test('three valid headers are read as what was signed', () => {
  expect(read()).toEqual({
    kind: 'signed',
    signed: { id: 'msg_a', timestamp: String(SECONDS), signature: GOOD['svix-signature'] },
  });
});

test('the names of Standard Webhooks are accepted too', () => {
  expect(read(STANDARD)).toMatchObject({ kind: 'signed', signed: { id: 'msg_w' } });
});

test('several signatures in one header do not count as a doubled header', () => {
  expect(read({ 'svix-signature': 'v1,abc v1,v1def v1a,ghi' })).toMatchObject({ kind: 'signed' });
});

describe('missing headers are named', () => {
  test.each([
    [{ 'svix-signature': null }, 'svix-signature'],
    [{ 'svix-id': '' }, 'svix-id'],
    [
      { 'svix-id': null, 'svix-timestamp': null, 'svix-signature': null },
      'svix-id, svix-timestamp, svix-signature',
    ],
    [{ ...STANDARD, 'webhook-signature': null }, 'webhook-signature'],
    [{ ...STANDARD, 'webhook-id': null }, 'webhook-id'],
  ])('%j', (changes, names) => {
    expect(read(changes)).toEqual({
      kind: 'rejected',
      reason: 'missing_header',
      diagnosis: `Missing: ${names}. Svix sends all three.`,
    });
  });
});

describe('doubled headers are named', () => {
  test.each([
    [['svix-id'], 'svix-id'],
    [['svix-timestamp'], 'svix-timestamp'],
    [['svix-signature'], 'svix-signature'],
    [['svix-id', 'svix-timestamp', 'svix-signature'], 'svix-id, svix-timestamp, svix-signature'],
  ])('%j', (twice, names) => {
    expect(read({}, twice)).toEqual({
      kind: 'rejected',
      reason: 'doubled_header',
      diagnosis: `Sent more than once: ${names}. Svix sends each once: something between Svix and here adds them again.`,
    });
  });

  test('headers of Standard Webhooks', () => {
    expect(read(STANDARD, ['webhook-id'])).toMatchObject({
      reason: 'doubled_header',
      diagnosis: expect.stringContaining('webhook-id'),
    });
  });
});

test('an id is at most 256 characters long', () => {
  expect(read({ 'svix-id': 'm'.repeat(256) })).toMatchObject({ kind: 'signed' });
  expect(read({ 'svix-id': 'm'.repeat(257) })).toEqual({
    kind: 'rejected',
    reason: 'malformed_header',
    diagnosis: 'svix-id is longer than 256 characters.',
  });
});

describe('the time of a signature', () => {
  test.each([
    [`${SECONDS}abc`, 'is not a number of seconds.'],
    ['-1', 'is not a number of seconds.'],
    ['1e9', 'is not a number of seconds.'],
    [String(NOW), 'is in milliseconds; Svix sends seconds.'],
    [String(NOW * 1000), 'is in microseconds or smaller; Svix sends seconds.'],
    [
      String(SECONDS - 301),
      "is 301 seconds behind this deployment's clock; Svix's tolerance is 300.",
    ],
    [
      String(SECONDS + 4000),
      "is 4000 seconds ahead of this deployment's clock; Svix's tolerance is 300.",
    ],
  ])('%s', (timestamp, problem) => {
    expect(read({ 'svix-timestamp': timestamp })).toEqual({
      kind: 'rejected',
      reason: 'bad_timestamp',
      diagnosis: `svix-timestamp ${problem}`,
    });
  });

  test.each([-300, 300])('may be %i seconds off', (seconds) => {
    expect(read({ 'svix-timestamp': String(SECONDS + seconds) })).toMatchObject({ kind: 'signed' });
  });
});

test('a header with only signatures of another version has none', () => {
  expect(read({ 'svix-signature': 'v1a,abc v2,def' })).toEqual({
    kind: 'rejected',
    reason: 'bad_signature',
    diagnosis: 'svix-signature holds no v1 signature.',
  });
});
