import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { Webhook } from 'svix';
import { describe, expect, test } from 'vitest';
import { curlOf, quoteForShell, webhookUrlOf } from '../../../extension/transfer/curl.ts';

const SECRET = `whsec_${Buffer.from('thirty-two bytes of test secret!').toString('base64')}`;

function shell(script: string): string {
  return execFileSync('sh', { input: script, encoding: 'utf8', maxBuffer: 8 << 20 });
}

/** Runs the copied command with the secret filled in and `curl` replaced by one that tells what it got. */
function send(command: string): { headers: Record<string, string>; url: string; body: string } {
  const filledIn = command.replace('whsec_REPLACE_WITH_SIGNING_SECRET', SECRET);
  const output = shell(`curl() { printf '%s\\n' "$@"; printf 'BODY:'; cat; }\n${filledIn}`);
  const [, args = '', body = ''] = /^([^]*?)BODY:([^]*)$/.exec(output) ?? [];
  const words = args.split('\n');
  const headers = words
    .filter((_, index) => words[index - 1] === '--header')
    .map((header) => header.split(': ') as [string, string]);
  return {
    headers: Object.fromEntries(headers),
    url: words[words.indexOf('POST') + 1] ?? '',
    body,
  };
}

describe('quoteForShell', () => {
  test('a shell reads back any texts, one word each', () => {
    const word = fc
      .oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[$`'"\\!*\n #;&|<>(){}~-]*$/))
      .filter((text) => !text.includes('\0') && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 200 }), (words) => {
        const script = `printf '%s\\0' ${words.map(quoteForShell).join(' ')}`;
        expect(shell(script).split('\0').slice(0, -1)).toEqual(words);
      }),
      { numRuns: 20 },
    );
  });
});

describe('curlOf', () => {
  test.each([
    ['plain', '{"type":"user.updated"}'],
    ['quotes and expansions', `{"a":"it's $HOME \`id\` $(id) \\"x\\" !!"}`],
    ['line ends kept at both ends', '\n{"a":1}\n\n'],
    ['characters outside ASCII', '{"name":"Zoë 李 \u202E🦊"}'],
    ['larger than one argument may be', JSON.stringify({ a: 'x'.repeat(300_000) })],
  ])('the signature that it makes verifies: %s', (_, body) => {
    const sent = send(
      curlOf({ svixId: 'msg_1', body }, 'http://127.0.0.1:3211/clerk-users-webhook'),
    );
    expect(sent.body).toBe(body);
    expect(sent.url).toBe('http://127.0.0.1:3211/clerk-users-webhook');
    expect(() => new Webhook(SECRET).verify(sent.body, sent.headers)).not.toThrow();
  });

  test('the secret is a placeholder', () => {
    const command = curlOf({ svixId: 'msg_1', body: '{}' }, 'http://127.0.0.1:3211/');
    expect(command.match(/whsec_\w+/g)).toEqual(['whsec_REPLACE_WITH_SIGNING_SECRET']);
  });
});

test.each([
  [
    'https://happy-otter-123.convex.cloud',
    'https://happy-otter-123.convex.site/clerk-users-webhook',
  ],
  [
    'https://happy-otter-123.eu-west-1.convex.cloud',
    'https://happy-otter-123.eu-west-1.convex.site/clerk-users-webhook',
  ],
  ['http://127.0.0.1:3210', 'http://127.0.0.1:3211/clerk-users-webhook'],
  ['http://localhost:4000/', 'http://localhost:4001/clerk-users-webhook'],
  ['https://convex.example.com', 'https://YOUR-HTTP-ACTIONS-ORIGIN/clerk-users-webhook'],
])('the webhooks of %s go to %s', (deployment, webhook) => {
  expect(webhookUrlOf(deployment)).toBe(webhook);
});
