import type { WebhookRoute } from '../../webhooks/shared/operator.ts';

/** Quotes any text as one word of a POSIX shell; nothing in it is expanded. */
function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Shell lines that set a variable to any text. Control characters are escaped, since a terminal
 * obeys pasted ones even within quotes. `$(…)` drops line feeds at the end, so a full stop is added
 * and removed again.
 *
 * @throws when the text has a NUL character, which no shell variable can hold.
 */
export function assignInShell(name: string, text: string): string {
  if (!/\p{Cc}/u.test(text)) return `${name}=${quoteForShell(text)}`;
  if (text.includes('\0')) {
    throw new Error('This has a NUL character, which no shell variable can hold. Copy it as JSON.');
  }
  const escaped = text.replaceAll(/[\\\p{Cc}]/gu, (character) =>
    character === '\\' ? '\\\\' : octal(character),
  );
  return `${name}=$(printf '%b.' ${quoteForShell(escaped)})\n${name}=\${${name}%.}`;
}

/** The bytes of a character in the form that `printf %b` reads. */
function octal(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}

/**
 * A shell command that sends a delivery again, signed as Svix signs (HMAC-SHA256 over
 * `id.timestamp.body` with the base64-decoded secret). The secret is a placeholder to fill in. The
 * body goes through a pipe, because one argument may hold at most 128 KiB on Linux.
 */
export function curlOf(delivery: { svixId: string; body: string }, webhookUrl: string): string {
  return `(
SECRET='whsec_REPLACE_WITH_SIGNING_SECRET'
${assignInShell('ID', delivery.svixId)}
${assignInShell('BODY', delivery.body)}
TIMESTAMP=$(date +%s)
KEY=$(printf '%s' "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
SIGNATURE=$(printf '%s' "$ID.$TIMESTAMP.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)
printf '%s' "$BODY" | curl --request POST ${quoteForShell(webhookUrl)} \\
  --header 'content-type: application/json' \\
  --header "svix-id: $ID" \\
  --header "svix-timestamp: $TIMESTAMP" \\
  --header "svix-signature: v1,$SIGNATURE" \\
  --data-binary @-
)`;
}

/** The URL of the route with a delivery's source; a placeholder if there is none. */
export function webhookUrlOf(
  { source }: { source: string },
  routes: readonly WebhookRoute[],
): string {
  const route = routes.find((one) => one.source === source);
  return route?.url ?? 'https://YOUR-HTTP-ACTIONS-ORIGIN/YOUR-WEBHOOK';
}
