import { MAX_BODY_BYTES } from '../shared/bodySize.ts';
import type { RejectionReason } from '../shared/rejection.ts';

/** Svix gives up after 15 seconds; a slower sender would only keep an action busy. */
const DEADLINE_MS = 20_000;

export type RequestBody =
  | { kind: 'whole'; text: string; bytes: number }
  | {
      kind: 'rejected';
      reason: RejectionReason;
      diagnosis: string;
      /** The part of the body that was read. */
      text: string;
      bytes: number;
    };

/** Why a body is rejected by its headers alone, without being read. */
export function rejectUnread(
  headers: Headers,
): { reason: RejectionReason; diagnosis: string } | undefined {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') {
    const named = /^[a-z, -]{1,40}$/.test(encoding) ? ` (Content-Encoding: ${encoding})` : '';
    return {
      reason: 'compressed',
      diagnosis: `The body is compressed${named}. Svix sends and signs it plain: something between Svix and here compresses it.`,
    };
  }
  return Number(headers.get('content-length')) > MAX_BODY_BYTES ? TOO_LARGE : undefined;
}

const TOO_LARGE = {
  reason: 'too_large',
  diagnosis: `The body is over the limit of ${MAX_BODY_BYTES} bytes.`,
} as const;

const TOO_SLOW = {
  reason: 'too_slow',
  diagnosis: `The body did not end within ${DEADLINE_MS / 1000} seconds.`,
} as const;

/** Reads a request's body, but never more than the limit and one chunk, nor for over 20 seconds. */
export async function readBody(request: Request): Promise<RequestBody> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  const deadline = startDeadline();
  const stop = (problem: typeof TOO_LARGE | typeof TOO_SLOW): RequestBody => {
    // Not awaited: a sender that never ends may never confirm the cancellation either.
    reader?.cancel().catch(() => {});
    return { kind: 'rejected', ...problem, text: decode(chunks.slice(0, 1)), bytes };
  };
  try {
    while (reader) {
      const read = await Promise.race([reader.read(), deadline.passed]);
      if (read === 'passed') return stop(TOO_SLOW);
      if (read.done) break;
      chunks.push(read.value);
      bytes += read.value.length;
      if (bytes > MAX_BODY_BYTES) return stop(TOO_LARGE);
    }
  } finally {
    deadline.clear();
  }
  return { kind: 'whole', text: decode(chunks), bytes };
}

function startDeadline(): { passed: Promise<'passed'>; clear: () => void } {
  let timer: ReturnType<typeof setTimeout>;
  const passed = new Promise<'passed'>((resolve) => {
    timer = setTimeout(resolve, DEADLINE_MS, 'passed');
  });
  return { passed, clear: () => clearTimeout(timer) };
}

/**
 * The exact text, with its byte order mark, which is signed too. Decoded in one piece, since
 * Convex's decoder does not report a character that is cut off at the end of a stream.
 */
function decode(chunks: Uint8Array<ArrayBuffer>[]): string {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole);
}
