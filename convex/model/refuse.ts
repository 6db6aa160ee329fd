import { internal } from '../_generated/api.js';
import type { ActionCtx } from '../_generated/server.js';
import type { RejectionReason } from '../shared/rejection.ts';
import { sampleOf } from './rejections.ts';

export interface Refused {
  reason: RejectionReason;
  diagnosis: string;
  headers: Headers;
  body: string;
  body_bytes: number;
}

/**
 * Counts a refused request, at most once a second and reason, and answers it. `diagnoseFurther` may
 * cost something: it is asked only when this one is counted.
 */
export async function refuse(
  ctx: ActionCtx,
  refused: Refused,
  diagnoseFurther?: () => string | undefined,
): Promise<Response> {
  const refusal = { reason: refused.reason, at: Date.now() };
  let { diagnosis } = refused;
  try {
    if (await ctx.runQuery(internal.webhookAudit.mayCountRefusal, refusal)) {
      diagnosis = diagnoseFurther?.() ?? diagnosis;
      const sample = sampleOf({ ...refused, diagnosis });
      await ctx.runMutation(internal.webhookAudit.countRefused, { ...refusal, sample });
    }
  } catch {
    // Refusals at the same moment may conflict; the answer does not depend on being counted.
  }
  return Response.json(
    { outcome: 'rejected', reason: diagnosis },
    { status: statusOf(refused.reason) },
  );
}

function statusOf(reason: RejectionReason): 400 | 413 | 500 {
  switch (reason) {
    case 'too_large':
      return 413;
    case 'misconfigured':
      return 500;
    default:
      return 400;
  }
}
