/** The site port: every request goes to the HTTP action that `http.ts` routes it to. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { ANONYMOUS, callerOf, type Credentials } from '../auth/caller.ts';
import { InvalidCredentials } from '../auth/invalidCredentials.ts';
import type { Caller, Engine } from '../engine/contract/contract.ts';
import { unreadText } from '../engine/contract/responseText.ts';
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
  const refused = refusal(request.headers);
  if (refused) return send(response, new HttpError(403, 'Forbidden', refused).reply);
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) {
    return send(response, TOO_LARGE.reply);
  }
  const gone = goneSignal(response);
  let body: Body | undefined;
  try {
    const caller = await siteCaller(request, credentials);
    body = await bodyOf(request);
    const answer = await engine.runHttpAction(fetchRequest(request, body.content, gone), caller);
    if (body.tooLarge()) send(response, TOO_LARGE.reply);
    else await sendAnswer(response, answer);
  } catch (error) {
    // The client is gone, or part of the answer is on its way.
    if (response.destroyed || response.headersSent) {
      response.destroy();
    } else if (body?.tooLarge()) {
      send(response, TOO_LARGE.reply);
    } else if (error instanceof HttpError) {
      send(response, error.reply);
    } else {
      console.error(`${request.method} ${request.url?.split('?')[0]} failed:`, error);
      send(response, new HttpError(500, 'InternalServerError', 'The HTTP action failed.').reply);
    }
  }
}

/**
 * The action's `request.signal`: aborts if the client disconnects before it has the whole answer.
 */
function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

interface Body {
  content: BodyInit;
  tooLarge: () => boolean;
}

/**
 * A small body arrives with its headers or right after them. Any other body is read while the
 * action runs.
 */
async function bodyOf(request: IncomingMessage): Promise<Body> {
  if (!request.complete) await new Promise(setImmediate);
  if (!request.complete) return cappedBody(request);
  const bytes = (request.read() ?? Buffer.alloc(0)) as Buffer<ArrayBuffer>;
  return { content: bytes, tooLarge: () => bytes.length > LARGEST_BODY_BYTES };
}

function cappedBody(request: IncomingMessage): Body {
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > LARGEST_BODY_BYTES ? TOO_LARGE : null, chunk);
    },
  });
  // A reader of the stream gets its error, but there may be no reader.
  stream.on('error', () => {});
  request.on('error', (error) => stream.destroy(error));
  const content = Readable.toWeb(request.pipe(stream)) as BodyInit;
  return { content, tooLarge: () => size > LARGEST_BODY_BYTES };
}

function fetchRequest(request: IncomingMessage, body: BodyInit, signal: AbortSignal): Request {
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
      signal,
      ...(hasBody && { body, duplex: 'half' }),
    });
  } catch {
    throw new HttpError(400, 'BadRequest', 'The request cannot be passed to an HTTP action.');
  }
}

/**
 * The caller. The action runs even if the header is not for Convex or its token is bad: asking for
 * the identity then throws.
 */
async function siteCaller(request: IncomingMessage, credentials: Credentials): Promise<Caller> {
  const ip = request.socket.remoteAddress;
  const userAgent = request.headers['user-agent'];
  const caller = await callerOf(request.headers.authorization, credentials).catch((error) => {
    if (!(error instanceof InvalidCredentials)) throw error;
    return { ...ANONYMOUS, identityError: error.message };
  });
  return { ...caller, ...(ip && { ip }), ...(userAgent && { userAgent }) };
}

async function sendAnswer(response: ServerResponse, answer: Response): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  const text = unreadText(answer);
  if (text !== null) return void response.end(text);
  const reader = answer.body?.getReader();
  response.once('close', () => void reader?.cancel().catch(() => undefined));
  while (reader) {
    const { done, value } = await reader.read();
    if (done || response.destroyed) break;
    if (!response.write(value)) await drained(response);
  }
  response.end();
}

/** Resolves when the client has read enough, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const ended = () => {
      response.off('drain', ended).off('close', ended);
      resolve();
    };
    response.on('drain', ended).on('close', ended);
  });
}
