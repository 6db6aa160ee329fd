import { functions } from '../functions.ts';
import type { ActionCtx } from '../dataModel.ts';
import type { RejectionReason } from '../shared/rejection.ts';
import { claimedBy } from './claimed.ts';
import { sampleOf } from './rejections.ts';

interface Rejected {
  reason: RejectionReason;
  diagnosis: string;
  /** The part of the body that was read, and the body's size; none when only headers were read. */
  text?: string;
  bytes?: number;
}

/**
 * Counts a rejected request, at most once a second and reason, and answers it. `diagnoseFurther` is
 * expensive, so it runs only when this request is counted.
 */
export async function reject(
  ctx: ActionCtx,
  headers: Headers,
  { reason, diagnosis, text = '', bytes = declaredLength(headers) }: Rejected,
  diagnoseFurther?: () => string | undefined,
): Promise<Response> {
  const at = Date.now();
  try {
    // The arguments stay the same for a whole second, so that Convex answers from its cache.
    const second = Math.floor(at / 1000);
    if (await ctx.runQuery(functions.mayCountRejection, { reason, second })) {
      diagnosis = diagnoseFurther?.() ?? diagnosis;
      await ctx.runMutation(functions.countRejection, {
        reason,
        at,
        sample: sampleOf({ headers, text, bytes, diagnosis }),
        claimed: claimedBy(text),
      });
    }
  } catch {
    // Simultaneous rejections may conflict. The request is answered even when it was not counted.
  }
  return Response.json({ outcome: 'rejected', reason: diagnosis }, { status: statusOf(reason) });
}

function declaredLength(headers: Headers): number {
  const length = Number(headers.get('content-length'));
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}

function statusOf(reason: RejectionReason): 400 | 408 | 413 | 415 | 500 {
  switch (reason) {
    case 'too_slow':
      return 408;
    case 'too_large':
      return 413;
    case 'compressed':
      return 415;
    case 'misconfigured':
      return 500;
    default:
      return 400;
  }
}
