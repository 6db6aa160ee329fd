import { MAX_BODY_BYTES } from '../shared/bodySize.ts';

export interface RequestBody {
  /** All of it, or its start when it is too large. */
  text: string;
  bytes: number;
  /** Why it was not read to its end. */
  tooLarge?: string;
}

/** Reads a request's body, but never more than the limit and one chunk: it may have no end. */
export async function readBody(request: Request): Promise<RequestBody> {
  const declared = Number(request.headers.get('content-length'));
  if (declared > MAX_BODY_BYTES) return tooLarge('', declared);

  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.length;
    if (bytes > MAX_BODY_BYTES) {
      // Not awaited: a sender who never ends may never confirm this either.
      reader.cancel().catch(() => {});
      return tooLarge(await decode(chunks.slice(0, 1)), bytes);
    }
  }
  return { text: await decode(chunks), bytes };
}

function tooLarge(text: string, bytes: number): RequestBody {
  return { text, bytes, tooLarge: `The body is over the limit of ${MAX_BODY_BYTES} bytes.` };
}

/**
 * The exact text: what is signed includes a byte order mark, if somebody sent one. In one piece, since
 * Convex's decoder does not tell of a character that is cut off at the end of a stream.
 */
async function decode(chunks: Uint8Array<ArrayBuffer>[]): Promise<string> {
  const whole = await new Blob(chunks).arrayBuffer();
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(whole);
}
