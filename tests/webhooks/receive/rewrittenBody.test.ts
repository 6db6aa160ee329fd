import { describe, expect, test } from 'vitest';
import { diagnoseRewrittenBody } from '../../../webhooks/receive/rewrittenBody.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';

const EVENT = userCreated({
  first_name: 'Zoë & <Co>',
  public_metadata: { empty: {}, list: [], numbers: [1, 2.5, null, true] },
});
const COMPACT = JSON.stringify(EVENT);
const AS_GO_WRITES = COMPACT.replaceAll('&', '\\u0026')
  .replaceAll('<', '\\u003c')
  .replaceAll('>', '\\u003e');
const AS_PYTHON_WRITES = '{"type": "user.created", "data": {"first_name": "Zo\\u00eb"}}';

function diagnose(received: string, signed: string) {
  return diagnoseRewrittenBody(received, (body) => body === signed);
}

describe('the diagnosis says how a body was rewritten:', () => {
  const AGAIN = 'parsed it and wrote it again';

  test.each([
    [
      'minified',
      COMPACT,
      JSON.stringify(EVENT, null, 2),
      'as pretty JSON, indented by 2 spaces',
      AGAIN,
    ],
    [
      'minified',
      COMPACT,
      JSON.stringify(EVENT, null, 4),
      'as pretty JSON, indented by 4 spaces',
      AGAIN,
    ],
    [
      'minified',
      COMPACT,
      JSON.stringify(EVENT, null, '\t'),
      'as pretty JSON, indented by tabs',
      AGAIN,
    ],
    ['pretty-printed', JSON.stringify(EVENT, null, 2), COMPACT, 'as compact JSON', AGAIN],
    [
      'pretty-printed, its last newline lost',
      JSON.stringify(EVENT, null, 2),
      `${COMPACT}\n`,
      'as compact JSON, with a newline at its end',
      AGAIN,
    ],
    [
      'its \\u0026 decoded',
      COMPACT,
      AS_GO_WRITES,
      'as compact JSON, with & < > escaped as \\u0026 \\u003c \\u003e',
      AGAIN,
    ],
    [
      'its & escaped as \\u0026',
      AS_GO_WRITES,
      COMPACT,
      'as compact JSON, with no more escapes than JavaScript writes',
      AGAIN,
    ],
    [
      'written by JavaScript, signed as Python writes',
      JSON.stringify(JSON.parse(AS_PYTHON_WRITES)),
      AS_PYTHON_WRITES,
      'as JSON with a space after each comma and colon, with all but ASCII escaped',
      AGAIN,
    ],
    [
      'its slashes no longer escaped',
      COMPACT,
      COMPACT.replaceAll('/', '\\/'),
      'as compact JSON, with slashes escaped',
      AGAIN,
    ],
    [
      'a byte order mark added',
      `\ufeff${COMPACT}`,
      COMPACT,
      'without its byte order mark (BOM)',
      'added the mark',
    ],
    [
      'a newline added',
      `${COMPACT}\n`,
      COMPACT,
      'without the newline at its end',
      'added the newline',
    ],
    [
      'a CRLF added',
      `${COMPACT}\r\n`,
      COMPACT,
      'without the newline at its end',
      'added the newline',
    ],
    [
      'its newline removed',
      COMPACT,
      `${COMPACT}\n`,
      'with a newline at its end',
      'removed the newline',
    ],
    [
      'its line ends changed',
      JSON.stringify(EVENT, null, 2).replaceAll('\n', '\r\n'),
      JSON.stringify(EVENT, null, 2),
      'with LF in place of CRLF',
      'changed its line ends',
    ],
  ])('%s', (_name, received, signed, signedAs, since) => {
    expect(diagnose(received, signed)).toBe(
      `The body would verify if re-serialised ${signedAs}: something between Svix and here ${since}.`,
    );
  });

  test('a body with integers over 2^53 and repeated keys is diagnosed too', () => {
    const signed = '{"id":1610521604143693812,"id":1.0}';
    expect(diagnose('{ "id": 1610521604143693812, "id": 1.0 }', signed)).toContain('compact JSON');
  });
});

describe('no diagnosis is made', () => {
  const pretty = JSON.stringify(EVENT, null, 2);

  test.each([
    ['of a body that was changed as well', pretty.replace('Lovelace', 'King')],
    ['of a body that is not JSON', 'hello'],
    ['of an empty body', ''],
  ])('%s', (_name, body) => {
    expect(diagnose(body, COMPACT)).toBeUndefined();
  });

  test('of a body of 64 KiB or more', () => {
    const large = JSON.stringify({ pad: 'x'.repeat(64 * 1024) });
    expect(diagnose(`${large}\n`, large)).toBeUndefined();
  });

  test('of JSON nested so deeply that its indentation would outgrow memory', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    let longest = 0;
    diagnoseRewrittenBody(deep, (body) => {
      longest = Math.max(longest, body.length);
      return false;
    });
    expect(longest).toBeLessThan(70_000);
  });
});

test('no body is tried twice, and none over 60 times', () => {
  const tried: string[] = [];
  diagnoseRewrittenBody(JSON.stringify(EVENT, null, 2), (body) => {
    tried.push(body);
    return false;
  });
  expect(new Set(tried).size).toBe(tried.length);
  expect(tried.length).toBeLessThan(60);
});
