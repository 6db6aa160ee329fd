import type { ActionCtx } from '../dataModel.ts';
import { functions } from '../functions.ts';
import { bounded } from '../record/errorText.ts';
import type { Route } from '../record/settings.ts';
import { httpStatusOf } from '../shared/outcome.ts';
import { keptHeaders } from './keptHeaders.ts';
import type { Received, VerifiedRequest } from './receive.ts';
import { reject } from './reject.ts';
import { readBody, rejectUnread } from './requestBody.ts';
import { diagnoseRewrittenBody } from './rewrittenBody.ts';
import { isSigned, misconfiguration, unsigned } from './signature.ts';
import { readSignatureHeaders } from './signatureHeaders.ts';
import { readSigningSecrets } from './signingSecrets.ts';

/**
 * Handles one POST to a webhook's endpoint: first its headers, then its raw body, then its signature,
 * then one mutation that does all the rest.
 */
export async function handleRequest(
  ctx: ActionCtx,
  request: Request,
  { secret: variable, source }: Route,
): Promise<Response> {
  const { headers } = request;
  const unread = rejectUnread(headers);
  if (unread !== undefined) return await reject(ctx, headers, unread);

  const signer = { variable, secrets: readSigningSecrets(process.env[variable]) };
  const misconfigured = misconfiguration(signer);
  const signature = readSignatureHeaders(headers, Date.now());
  if (misconfigured !== undefined) {
    // A body that may be signed is read all the same, so that the panel can say which event was lost.
    const read = signature.kind === 'signed' ? await readBody(request) : {};
    return await reject(ctx, headers, { ...read, ...misconfigured });
  }
  if (signature.kind === 'rejected') return await reject(ctx, headers, signature);

  const body = await readBody(request);
  if (body.kind === 'rejected') return await reject(ctx, headers, body);
  const verifies = (text: string) => isSigned(text, signature.signed, signer);
  if (!verifies(body.text)) {
    return await reject(ctx, headers, { ...body, ...unsigned(signer) }, () =>
      diagnoseRewrittenBody(body.text, verifies),
    );
  }

  const delivery = {
    source,
    svix_id: signature.signed.id,
    body: body.text,
    headers: keptHeaders(headers),
  };
  const received = await ctx
    .runMutation(functions.receive, delivery)
    .catch((error: unknown) => recordFailure(ctx, delivery, error));
  if ('unrecorded' in received) {
    return Response.json({ outcome: 'failed', reason: received.unrecorded }, { status: 500 });
  }
  if (received.outcome === 'rejected') {
    const { rejection: reason, reason: diagnosis } = received;
    return await reject(ctx, headers, { ...body, reason, diagnosis });
  }
  return Response.json(received, { status: httpStatusOf(received.outcome) });
}

/** Records a failure that `receive` could not catch. If that fails as well, the answer says so. */
async function recordFailure(
  ctx: ActionCtx,
  delivery: VerifiedRequest,
  error: unknown,
): Promise<Received | { unrecorded: string }> {
  const text = error instanceof Error ? error.message : String(error);
  return await ctx
    .runMutation(functions.logWebhookEvent, {
      ...delivery,
      error: bounded(text),
    })
    // Convex has logged the error, and Svix sends the event again.
    .catch(() => ({
      unrecorded: /could not find/i.test(text)
        ? "There is no webhookAdmin:receive. Write `export * from 'webhook-devtools-for-convex/admin'` into convex/webhookAdmin.ts."
        : 'The delivery could not be recorded; nothing was changed.',
    }));
}

/** Answers a GET: somebody opened the URL in a browser, to see whether it is right. */
export function describeEndpoint(): Response {
  return new Response(
    'This webhook endpoint is ready. It accepts POST requests signed by Svix: paste its URL into the Webhooks page of the Clerk dashboard.\n',
    { status: 405, headers: { Allow: 'POST', 'Content-Type': 'text/plain; charset=utf-8' } },
  );
}
