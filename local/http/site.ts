/** The site port: every request goes to the HTTP action that `http.ts` routes it to. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { ANONYMOUS, callerOf, Unauthenticated, type Credentials } from '../auth/caller.ts';
import type { Caller, Engine } from '../engine/contract.ts';
import { refusal } from './loopback.ts';
import { HttpError, send } from './reply.ts';
import { requestUrl } from './requestUrl.ts';

/** Convex's limit of an HTTP action's request. */
const LARGEST_BODY_BYTES = 20 * 2 ** 20;

const TOO_LARGE = new HttpError(413, 'BodyTooLarge', 'The request body is larger than 20 MiB.');

export async function handleSite(
  engine: Engine,
  credentials: Credentials,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = refusal(request.headers.host, request.headers.origin);
  if (refused) return send(response, new HttpError(403, 'Forbidden', refused).reply);
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) {
    return send(response, TOO_LARGE.reply);
  }
  const body = cappedBody(request);
  try {
    const caller = await siteCaller(request, credentials);
    const answer = await engine.runHttpAction(fetchRequest(request, body.stream), caller);
    if (body.tooLarge()) send(response, TOO_LARGE.reply);
    else await sendAnswer(response, answer);
  } catch (error) {
    // Nobody listens any more, or part of the answer is on its way.
    if (response.destroyed || response.headersSent) {
      response.destroy();
    } else if (body.tooLarge()) {
      send(response, TOO_LARGE.reply);
    } else if (error instanceof HttpError) {
      send(response, error.reply);
    } else {
      console.error(`${request.method} ${request.url?.split('?')[0]} failed:`, error);
      send(response, new HttpError(500, 'InternalServerError', 'The HTTP action failed.').reply);
    }
  }
}

function cappedBody(request: IncomingMessage) {
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > LARGEST_BODY_BYTES ? TOO_LARGE : null, chunk);
    },
  });
  // Whoever reads the stream sees its error; nobody has to.
  stream.on('error', () => {});
  request.on('error', (error) => stream.destroy(error));
  return { stream: request.pipe(stream), tooLarge: () => size > LARGEST_BODY_BYTES };
}

function fetchRequest(request: IncomingMessage, body: Readable): Request {
  const { method = 'GET', headersDistinct } = request;
  const url = requestUrl(request);
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const pairs = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  try {
    return new Request(url, {
      method,
      headers: pairs,
      ...(hasBody && { body: Readable.toWeb(body) as BodyInit, duplex: 'half' }),
    });
  } catch {
    throw new HttpError(400, 'BadRequest', 'The request cannot be passed to an HTTP action.');
  }
}

/** A header that is not for Convex (or a bad token) is the action's own business. */
async function siteCaller(request: IncomingMessage, credentials: Credentials): Promise<Caller> {
  const ip = request.socket.remoteAddress;
  const userAgent = request.headers['user-agent'];
  const caller = await callerOf(request.headers.authorization, credentials).catch((error) => {
    if (error instanceof Unauthenticated) return ANONYMOUS;
    throw error;
  });
  return { ...caller, ...(ip && { ip }), ...(userAgent && { userAgent }) };
}

async function sendAnswer(response: ServerResponse, answer: Response): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  if (!answer.body) {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
}
