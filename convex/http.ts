import { httpRouter } from 'convex/server';
import { internal } from './_generated/api.js';
import { httpAction } from './_generated/server.js';
import { keptHeaders } from './model/keptHeaders.ts';
import { refuse } from './model/refuse.ts';
import { readBody } from './model/requestBody.ts';
import { diagnoseRewrittenBody, verifySignature } from './model/signature.ts';
import { httpStatusOf } from './shared/outcome.ts';

const http = httpRouter();

/** Clerk's webhook: the raw body, then its signature, then one mutation that does it all. */
http.route({
  path: '/clerk-users-webhook',
  method: 'POST',
  handler: httpAction(async (ctx, request) => {
    const { headers } = request;
    const secrets = process.env.CLERK_WEBHOOK_SIGNING_SECRET;
    const now = Date.now();
    const body = await readBody(request);
    const refused = { headers, body: body.text, body_bytes: body.bytes };
    if (body.tooLarge !== undefined) {
      return await refuse(ctx, { ...refused, reason: 'too_large', diagnosis: body.tooLarge });
    }

    const signed = { headers, body: body.text };
    const verified = verifySignature(signed, secrets, now);
    if (verified.kind === 'refused') {
      return await refuse(ctx, { ...refused, ...verified }, () =>
        verified.reason === 'bad_signature'
          ? diagnoseRewrittenBody(signed, secrets, now)
          : undefined,
      );
    }

    const delivery = { svix_id: verified.svix_id, body: body.text, headers: keptHeaders(headers) };
    const received = await ctx
      .runMutation(internal.webhookAudit.receive, delivery)
      // A conflict or a crash: Convex has logged it, and Svix tries again.
      .catch(() => null);
    if (received === null) {
      const reason = 'The delivery could not be recorded; nothing was changed.';
      return Response.json({ outcome: 'failed', reason }, { status: 500 });
    }
    if (received.outcome === 'rejected') {
      const { rejection, reason } = received;
      return await refuse(ctx, { ...refused, reason: rejection, diagnosis: reason });
    }
    return Response.json(received, { status: httpStatusOf(received.outcome) });
  }),
});

export default http;
