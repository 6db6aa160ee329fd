import type { QueryCtx } from '../dataModel.ts';
import { misconfiguration } from '../receive/signature.ts';
import { readSigningSecrets } from '../receive/signingSecrets.ts';
import type { Route } from '../record/settings.ts';
import type { RouteFacts } from '../shared/doctor/facts.ts';

/** One route: its URL, the state of its secret, and whether anything of its source ever arrived. */
export async function routeFacts(
  ctx: QueryCtx,
  { path, secret, source = 'clerk' }: Route,
): Promise<RouteFacts> {
  return {
    path,
    source,
    url: (process.env.CONVEX_SITE_URL ?? '') + path,
    secret: secretOf(secret),
    isUsed: await isUsed(ctx, source),
  };
}

function secretOf(variable: string): RouteFacts['secret'] {
  const secrets = readSigningSecrets(process.env[variable]);
  const problem = misconfiguration({ variable, secrets });
  if (problem !== undefined) {
    const state = secrets.problems.length === 0 ? 'missing' : 'malformed';
    return { name: variable, state, text: problem.diagnosis };
  }
  const others = secrets.problems.map(
    (text) => ` It also holds a secret that verifies nothing: ${text}`,
  );
  const text = `${variable} is set and well-formed.${others.join('')}`;
  return { name: variable, state: 'ok', text };
}

/** Prefixes of the svix_ids that the library itself makes, in the order of the index. */
const OWN = ['forget_', 'reconcile_', 'redispatch_'];

/**
 * True once a sender delivered anything of a source. Skips the library's own svix_ids: it reads one
 * row before, between and after each range of them.
 */
async function isUsed(ctx: QueryCtx, source: string): Promise<boolean> {
  const starts = ['', ...OWN.map((prefix) => `${prefix.slice(0, -1)}\``)];
  for (const [index, start] of starts.entries()) {
    const end = OWN[index];
    const row = await ctx.db
      .query('webhookAudit')
      .withIndex('by_svix_id', (q) => {
        const from = q.eq('source', source).gte('svix_id', start);
        return end === undefined ? from : from.lt('svix_id', end);
      })
      .first();
    if (row !== null) return true;
  }
  return false;
}
