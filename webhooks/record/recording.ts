import { findRun, handUp } from './handUp.ts';
import { isRecorded, recordedContext } from './recordedContext.ts';
import { Recorder } from './recorder.ts';
import type { AnyMutationCtx } from './recordTables.ts';

type Recorded = Pick<AnyMutationCtx, 'db' | 'scheduler' | 'runMutation' | 'runQuery'>;

/** Begins to record a function, or returns null outside of a webhook's handler. */
export async function startRecording(
  ctx: AnyMutationCtx,
): Promise<{ ctx: Recorded; end: () => Promise<void> } | null> {
  if (isRecorded(ctx)) return null;
  const run = await findRun(ctx);
  if (run === null) return null;
  const recorder = new Recorder(() => ctx.meta.getTransactionMetrics());
  return {
    ctx: recordedContext(ctx, run, recorder),
    async end() {
      await recorder.ended();
      // A record that cannot be stored counts as unseen. It must not make the function fail.
      await handUp(ctx, run, recorder.record).catch(() => undefined);
    },
  };
}

/**
 * `recorded` for `customMutation` of convex-helpers 0.1.102 or newer, whose `onSuccess` it needs:
 * `customMutation(internalMutation, recording)`.
 */
export const recording = {
  args: {},
  // The context's type stays the same.
  async input(ctx: AnyMutationCtx): Promise<{
    ctx: Record<never, never>;
    args: Record<never, never>;
    onSuccess: () => Promise<void>;
  }> {
    const started = await startRecording(ctx);
    return { ctx: started?.ctx ?? {}, args: {}, onSuccess: async () => await started?.end() };
  },
};
