import { isLoopback } from '../app/deploymentUrl.ts';

/** Quotes any text as one word of a POSIX shell; nothing in it is expanded. */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Where a deployment takes Clerk's webhooks. Convex Cloud serves HTTP actions on `.convex.site`, a
 * local deployment on the next port; elsewhere the operator knows, so the origin is left to fill in.
 */
export function webhookUrlOf(deploymentUrl: string): string {
  const url = new URL(deploymentUrl);
  if (url.hostname.endsWith('.convex.cloud')) {
    url.hostname = url.hostname.replace(/\.cloud$/, '.site');
  } else if (isLoopback(deploymentUrl)) {
    url.port = String(Number(url.port || '80') + 1);
  } else {
    return 'https://YOUR-HTTP-ACTIONS-ORIGIN/clerk-users-webhook';
  }
  return `${url.origin}/clerk-users-webhook`;
}

/**
 * A shell command that sends a delivery again, signed as Svix signs (HMAC-SHA256 over
 * `id.timestamp.body` with the base64-decoded secret). The secret is a placeholder to fill in. The
 * body goes through a pipe, because one argument may hold at most 128 KiB on Linux.
 */
export function curlOf(delivery: { svixId: string; body: string }, webhookUrl: string): string {
  return `(
SECRET='whsec_REPLACE_WITH_SIGNING_SECRET'
ID=${quoteForShell(delivery.svixId)}
BODY=${quoteForShell(delivery.body)}
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
