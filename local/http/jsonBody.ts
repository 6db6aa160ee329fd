import type { IncomingMessage } from 'node:http';
import { HttpError } from './reply.ts';

/** Enough for the 16 MiB of arguments that Convex allows. */
const LARGEST_BODY_BYTES = 20 * 2 ** 20;

/** @throws HttpError when the body is too large, not JSON or not an object. */
export async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) {
      throw new HttpError(413, 'BodyTooLarge', 'The request body is larger than 20 MiB.');
    }
    chunks.push(chunk);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'BadJsonBody', 'The request body is not JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new HttpError(400, 'BadJsonBody', 'The request body is not a JSON object.');
  }
  return body as Record<string, unknown>;
}
