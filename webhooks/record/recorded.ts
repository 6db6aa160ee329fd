import { startRecording } from './recording.ts';
import type { AnyMutationCtx } from './recordTables.ts';

type Handler = (ctx: AnyMutationCtx, ...args: unknown[]) => unknown;
type Definition = Handler | { handler: Handler };

/**
 * A builder of mutations whose functions are recorded when a webhook's handler calls them, directly
 * or through others: `const internalMutation = recorded(rawInternalMutation)`. Elsewhere they run as
 * before, at the cost of one syscall and one empty point read.
 *
 * @param builder `internalMutation` or `mutation` of `_generated/server`, or a custom one.
 */
export function recorded<Builder extends (definition: never) => unknown>(
  builder: Builder,
): Builder {
  const build = builder as unknown as (definition: Definition) => unknown;
  const recordedBuilder = (definition: Definition) =>
    build(
      typeof definition === 'function'
        ? recordedHandler(definition)
        : { ...definition, handler: recordedHandler(definition.handler) },
    );
  return recordedBuilder as unknown as Builder;
}

function recordedHandler(handler: Handler): Handler {
  return async (ctx, ...args) => {
    const started = await startRecording(ctx);
    if (started === null) return await handler(ctx, ...args);
    const result = await handler({ ...ctx, ...started.ctx }, ...args);
    await started.end();
    return result;
  };
}
