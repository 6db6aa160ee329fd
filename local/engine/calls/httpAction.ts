/** Runs HTTP actions, whose response may continue after the function has returned. */
import { failedResponse, RefusedError, type Failure } from './errors.ts';
import { runIn, type Execution } from './execution.ts';
import type { FunctionSet } from '../contract/functionSet.ts';
import { unreadText } from '../contract/responseText.ts';

// Convex's limit.
const LARGEST_RESPONSE = 20 * 1024 * 1024;

interface Hooks {
  start: (name: string) => Execution;
  failureOf: (error: unknown) => Failure;
  /** Called once, when the response has ended. */
  ended: (execution: Execution, startedAt: number, failure: Failure | null) => void;
}

export async function runHttpAction(
  request: Request,
  { findHttpAction }: FunctionSet,
  hooks: Hooks,
): Promise<Response> {
  if (findHttpAction === null) {
    return new Response('This Convex deployment does not have HTTP actions enabled.', {
      status: 404,
    });
  }
  const found = findHttpAction(new URL(request.url).pathname, request.method);
  if (found === null) return new Response('No matching routes found', { status: 404 });

  const startedAt = performance.now();
  const execution = hooks.start(`${request.method} ${found.route}`);
  try {
    const running = runIn(execution, () => found.invoke(request));
    const response = await execution.outcome(running);
    if (!(response instanceof Response)) {
      throw new Error(`${execution.path} did not return a Response.`);
    }
    return streamed(response, execution, (error) =>
      hooks.ended(execution, startedAt, error && hooks.failureOf(error.thrown)),
    );
  } catch (error) {
    const failure = hooks.failureOf(error);
    hooks.ended(execution, startedAt, failure);
    return failedResponse(failure, execution.request.requestId);
  }
}

type Ended = (error: { thrown: unknown } | null) => void;

/**
 * The response with its body copied as fast as the function writes it. The run ends with the body,
 * even if nobody reads it. If the writer throws, the body ends with an error.
 */
function streamed(response: Response, execution: Execution, ended: Ended): Response {
  if (response.body === null || isWhole(response)) {
    ended(null);
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let size = 0;
      try {
        for (;;) {
          const { done, value } = await Promise.race([reader.read(), execution.failed]);
          if (done) break;
          size += value.byteLength;
          if (size > LARGEST_RESPONSE) throw tooLarge();
          controller.enqueue(value);
        }
        controller.close();
        ended(null);
      } catch (thrown) {
        controller.error(thrown);
        ended({ thrown });
        void reader.cancel(thrown).catch(() => undefined);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

/** True for a body that is all there, and surely not too large: a UTF-16 unit has up to 3 bytes. */
function isWhole(response: Response): boolean {
  const text = unreadText(response);
  return text !== null && 3 * text.length <= LARGEST_RESPONSE;
}

function tooLarge(): Error {
  return new RefusedError('HttpResponseTooLarge: HTTP actions support responses up to 20 MiB');
}
