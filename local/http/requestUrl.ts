import type { IncomingMessage } from 'node:http';
import { HttpError } from './reply.ts';

/**
 * The URL that a request was sent to. Its target is appended, not resolved: `//x` is a path.
 *
 * @throws HttpError when the target is not a path.
 */
export function requestUrl({ headers, url }: IncomingMessage): URL {
  const parsed = url?.startsWith('/') ? URL.parse(`http://${headers.host}${url}`) : null;
  if (!parsed) throw new HttpError(400, 'BadRequest', 'The target of the request is not a path.');
  return parsed;
}
