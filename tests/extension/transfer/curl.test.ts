import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { Webhook } from 'svix';
import { describe, expect, onTestFinished, test } from 'vitest';
import { assignInShell, curlOf, webhookUrlOf } from '../../../extension/transfer/curl.ts';
import { api } from '../../../convex/_generated/api.js';
import { startDeployment } from '../../../local/deployment.ts';
import { issueKey, rowsOf } from '../../behaviours/deployment.ts';
import { overHttp } from '../../behaviours/overHttp.ts';
import { userCreated } from '../../fixtures/data/clerkEvents.ts';
import { SECRET as KNOWN_SECRET, signedRequest } from '../../fixtures/data/signing.ts';
import { copyFunctionsWithRoute } from '../../fixtures/deployments/functionsCopy.ts';

const SECRET = `whsec_${Buffer.from('thirty-two bytes of test secret!').toString('base64')}`;

function shell(script: string): string {
  return execFileSync('sh', { input: script, encoding: 'utf8', maxBuffer: 8 << 20 });
}

/**
 * Runs the copied command with the secret filled in and `curl` replaced by a script that prints its
 * arguments.
 */
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

describe('assignInShell', () => {
  const hostile = fc.stringMatching(/^[$`'"\\!*\n\r\t #;&|<>(){}~%-]*$/);
  const text = fc
    .oneof(fc.string({ unit: 'binary' }), hostile)
    .filter((any) => !any.includes('\0') && any.isWellFormed());

  test('any text is read back unchanged by a shell', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 200 }), (texts) => {
        const script = texts.map((one) => `${assignInShell('A', one)}\nprintf '%s\\0' "$A"\n`);
        expect(shell(script.join('')).split('\0').slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 20 },
    );
  });

  test('no control character of the text reaches a terminal', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(assignInShell('A', any).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
      }),
    );
    const attack = 'msg_1\u001b[201~\r\u0003touch pwned\n';
    expect(assignInShell('A', attack)).toBe(
      String.raw`A=$(printf '%b.' 'msg_1\0033[201~\0015\0003touch pwned\0012')` + '\nA=${A%.}',
    );
  });

  test('NUL is refused, as no shell variable can hold it', () => {
    expect(() => assignInShell('A', 'a\0b')).toThrow(/NUL/);
  });
});

describe('curlOf', () => {
  test.each([
    ['plain', '{"type":"user.updated"}'],
    ['quotes and expansions', `{"a":"it's $HOME \`id\` $(id) \\"x\\" !!"}`],
    ['line ends kept at both ends', '\n{"a":1}\n\n'],
    ['characters outside ASCII', '{"name":"Zoë 李 \u202E🦊"}'],
    ['larger than a single argument may be', JSON.stringify({ a: 'x'.repeat(300_000) })],
  ])('the signature that the command makes verifies: %s', (_, body) => {
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

describe('webhookUrlOf', () => {
  const routes = [
    { source: 'billing', url: 'https://a.convex.site/billing' },
    { source: 'clerk', url: 'https://a.convex.site/clerk' },
  ];

  test('is the route of the source that sent the delivery, not the first one', () => {
    expect(webhookUrlOf({ source: 'clerk' }, routes)).toBe('https://a.convex.site/clerk');
  });

  test('is a placeholder for a source without a route', () => {
    expect(webhookUrlOf({ source: 'crm' }, routes)).toMatch(/YOUR-WEBHOOK/);
  });

  test('accepts a webhook of its sender, on whatever ports the deployment has', async () => {
    const folder = await copyFunctionsWithRoute('/billing-webhook', 'billing');
    onTestFinished(() => rm(folder, { recursive: true }));
    const local = await startDeployment({
      functions: join(folder, 'convex'),
      memory: true,
      port: 0,
      sitePort: 0,
      env: { CLERK_WEBHOOK_SIGNING_SECRET: KNOWN_SECRET },
    });
    onTestFinished(() => local.close());
    const backend = overHttp(local);
    const { accessKey } = await issueKey(backend);
    const me = await backend.query(api.webhookAudit.me, { accessKey });

    for (const source of ['billing', 'clerk']) {
      const request = signedRequest(JSON.stringify(userCreated()));
      await fetch(webhookUrlOf({ source }, me.routes), request);
    }
    const rows = await rowsOf(backend, accessKey);
    expect(rows.map(({ source }) => source)).toEqual(['billing', 'clerk']);
  });
});
