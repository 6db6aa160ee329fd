/** The HTTP API of a deployment: function calls, and the requests of the Convex CLI. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONValue } from 'convex/values';
import { callerOf, type Credentials } from '../auth/caller.ts';
import { InvalidCredentials } from '../auth/invalidCredentials.ts';
import type { Caller, Engine, Result } from '../engine/contract/contract.ts';
import { encodeTs, LONGEST_PATH } from '../sync/protocol.ts';
import type { FunctionLog } from './functionLog.ts';
import { jsonBody } from './jsonBody.ts';
import { refusal } from './loopback.ts';
import { HttpError, send, type Reply } from './reply.ts';
import { requestUrl } from './requestUrl.ts';
import { valueFormat } from './valueFormat.ts';

export interface ApiContext {
  engine: Engine;
  credentials: Credentials;
  log: FunctionLog;
  /** The answer to `GET /version`. */
  version: string;
}

interface Call {
  context: ApiContext;
  request: IncomingMessage;
  url: URL;
}
type Handler = (call: Call) => Promise<Reply> | Reply;

/** The status that tells Convex's clients that the function failed, not the request. */
const FUNCTION_FAILED = 560;

const PUSH = /^\/api\/(deploy2\/|push_config|prepare_schema|get_config|v1\/)/;
const FILES = /^\/api\/(import|export)\//;

const ROUTES: Record<string, Handler> = {
  'GET /version': ({ context }) => ({ status: 200, body: context.version }),
  'GET /instance_name': () => ({ status: 200, body: 'local' }),
  'POST /api/query': callFunction(
    async (engine, ...call) => (await engine.runQuery(...call)).result,
  ),
  // Past versions are not kept: this answers with the current data.
  'POST /api/query_at_ts': callFunction(
    async (engine, ...call) => (await engine.runQuery(...call)).result,
  ),
  'POST /api/query_ts': ({ context }) => ({
    status: 200,
    body: { ts: encodeTs(context.engine.lastTs) },
  }),
  'POST /api/mutation': callFunction(
    async (engine, ...call) => (await engine.runMutation(...call)).result,
  ),
  'POST /api/action': callFunction((engine, ...call) => engine.runAction(...call)),
  'POST /api/function': callFunction((engine, ...call) => engine.runFunction(...call)),
  'POST /api/update_environment_variables': updateEnvironment,
  'GET /api/stream_function_logs': streamLogs,
};

export async function handleApi(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin } = request.headers;
  const refused = refusal(request.headers);
  if (refused) return send(response, new HttpError(403, 'Forbidden', refused).reply);
  if (origin) allowOrigin(origin, request, response);
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  send(response, await answer(context, request));
}

async function answer(context: ApiContext, request: IncomingMessage): Promise<Reply> {
  try {
    const url = requestUrl(request);
    const handler = ROUTES[`${request.method} ${url.pathname}`];
    if (!handler) throw unknownRoute(request.method, url.pathname);
    return await handler({ context, request, url });
  } catch (error) {
    if (error instanceof HttpError) return error.reply;
    if (error instanceof InvalidCredentials) {
      return new HttpError(error.status, error.code, error.message).reply;
    }
    console.error(`${request.method} ${request.url?.split('?')[0]} failed:`, error);
    return new HttpError(500, 'InternalServerError', 'The local deployment failed.').reply;
  }
}

/** The CLI repeats a request six times after a 404, so unsupported routes answer 400. */
function unknownRoute(method: string | undefined, pathname: string): HttpError {
  if (PUSH.test(pathname)) {
    return new HttpError(
      400,
      'PushNotSupported',
      'The local deployment reads its functions from a folder and reloads them when they change: there is nothing to push. "convex dev" and "convex deploy" need a Convex Cloud or self-hosted deployment.',
    );
  }
  if (FILES.test(pathname)) {
    return new HttpError(
      400,
      'FilesNotSupported',
      'The local deployment does not support "convex import" and "convex export". Insert rows by a mutation with "convex run", and read them with "convex data".',
    );
  }
  return new HttpError(400, 'NotSupported', `The local deployment has no ${method} ${pathname}.`);
}

function allowOrigin(origin: string, request: IncomingMessage, response: ServerResponse): void {
  const asked = request.headers['access-control-request-headers'];
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
  response.setHeader('access-control-max-age', '86400');
  response.setHeader('vary', 'origin, access-control-request-headers');
  if (asked) response.setHeader('access-control-allow-headers', asked);
}

function callFunction(
  run: (engine: Engine, path: string, args: JSONValue, caller: Caller) => Promise<Result>,
): Handler {
  return async ({ context, request }) => {
    const caller = await requestCaller(context, request);
    const { path, args, componentPath, format } = await jsonBody(request);
    const formatted = valueFormat(format);
    if (typeof path !== 'string' || path.length > LONGEST_PATH) {
      throw new HttpError(400, 'BadRequest', '"path" must be the name of a function.');
    }
    if (componentPath) {
      throw new HttpError(400, 'NotSupported', 'The local deployment has no components.');
    }
    const result = await run(context.engine, path, argumentsObject(args), caller);
    return functionReply(result, formatted);
  };
}

/** Clients send the arguments as an array of one, `/api/function` as the object itself. */
function argumentsObject(args: unknown): JSONValue {
  const value = Array.isArray(args) && args.length <= 1 ? (args[0] ?? {}) : (args ?? {});
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new HttpError(400, 'BadRequest', '"args" must be an object.');
  }
  return value as JSONValue;
}

function functionReply(result: Result, formatted: (value: JSONValue) => JSONValue): Reply {
  const { logLines } = result;
  if (result.success) {
    return { status: 200, body: { status: 'success', value: formatted(result.value), logLines } };
  }
  const { errorMessage, errorData } = result;
  return {
    status: FUNCTION_FAILED,
    body: {
      status: 'error',
      errorMessage,
      ...(errorData !== undefined && { errorData: formatted(errorData) }),
      logLines,
    },
  };
}

async function requestCaller(context: ApiContext, request: IncomingMessage): Promise<Caller> {
  const caller = await callerOf(request.headers.authorization, context.credentials);
  const ip = request.socket.remoteAddress;
  const userAgent = request.headers['user-agent'];
  return { ...caller, ...(ip && { ip }), ...(userAgent && { userAgent }) };
}

async function requireAdmin({ context, request }: Call): Promise<void> {
  const { admin } = await callerOf(request.headers.authorization, context.credentials);
  if (!admin) throw new HttpError(403, 'AdminKeyRequired', 'This needs the admin key.');
}

async function updateEnvironment(call: Call): Promise<Reply> {
  await requireAdmin(call);
  const { changes } = await jsonBody(call.request);
  if (!Array.isArray(changes) || !changes.every(isChange)) {
    throw new HttpError(400, 'BadRequest', '"changes" must be a list of { name, value }.');
  }
  try {
    await call.context.engine.environment.update(changes);
  } catch (error) {
    throw new HttpError(400, 'EnvironmentNotChanged', (error as Error).message);
  }
  return { status: 200, body: {} };
}

function isChange(change: unknown): change is { name: string; value: string | null } {
  const { name, value } = (change ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && (value === null || typeof value === 'string');
}

async function streamLogs(call: Call): Promise<Reply> {
  await requireAdmin(call);
  const cursor = Number(call.url.searchParams.get('cursor') ?? 0);
  if (!Number.isFinite(cursor))
    throw new HttpError(400, 'BadRequest', 'The cursor is not a number.');
  return { status: 200, body: await call.context.log.poll(cursor) };
}
