import { v } from 'convex/values';
import { internal } from './_generated/api';
import { env, httpAction, internalMutation } from './_generated/server';
import { getUser } from './users';

/** The store's own webhook: `{ "tokenIdentifier": …, "active": true }`, signed in `x-signature`. */
export const storeWebhook = httpAction(async (ctx, request) => {
  const body = await request.text();
  if (!(await isSigned(body, request.headers.get('x-signature') ?? ''))) {
    return new Response('The signature does not match.', { status: 400 });
  }
  const { tokenIdentifier, active } = JSON.parse(body);
  await ctx.runMutation(internal.billing.setPro, { tokenIdentifier, isPro: active });
  return new Response(null, { status: 204 });
});

export const setPro = internalMutation({
  args: { tokenIdentifier: v.string(), isPro: v.boolean() },
  handler: async (ctx, { tokenIdentifier, isPro }) => {
    const user = await getUser(ctx, tokenIdentifier);
    await ctx.db.patch('users', user._id, { isPro });
  },
});

async function isSigned(body: string, signature: string): Promise<boolean> {
  const secret = env.STORE_WEBHOOK_SECRET;
  if (!secret) throw new Error('Set STORE_WEBHOOK_SECRET.');
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, [
    'verify',
  ]);
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (hex) => parseInt(hex, 16));
  return await crypto.subtle.verify('HMAC', key, bytes, encoder.encode(body));
}
