/**
 * A stand-in for Clerk on loopback: it holds the users, answers Clerk's SDK on the demo page, and sends
 * a webhook for every change. It serves the demo page too, so that both have one origin.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { profileOf, type ClerkEvent } from '../traffic/clerkUser.ts';
import { fullName, type Directory } from '../traffic/directory.ts';
import { makeEvent, type Wish } from '../traffic/manualEvent.ts';
import type { Answer } from '../traffic/sender.ts';
import { ClerkError, errorAnswer } from './clerkError.ts';
import { createFrontendApi } from './frontendApi.ts';
import { createIdentityProvider } from './identity.ts';
import { PageWebhooks } from './pageWebhooks.ts';
import { readBody, readForm, readJson } from './requestBody.ts';

export interface ClerkOptions {
  port: number;
  directory: Directory;
  /** Delivers an event to the webhook. */
  send: (event: ClerkEvent, who: string) => Promise<Answer>;
  /** The token that `npm run send` shows. */
  controlToken: string;
  /** Path to content type and text. */
  page: Map<string, { type: string; text: string }>;
  /** The URL of the page's backend. */
  deploymentUrl: string;
}

export interface Clerk {
  url: string;
  close: () => void;
}

export async function startClerk(options: ClerkOptions): Promise<Clerk> {
  const { directory, send, controlToken, page } = options;
  const identity = await createIdentityProvider();
  const webhooks = new PageWebhooks(send);
  const frontendApi = createFrontendApi({
    directory,
    webhooks,
    issueToken: (userId, claims) => identity.issueToken(url, userId, claims),
  });

  /** The demo's own routes, which Clerk does not have. */
  const routes: Record<string, (body: string, request: IncomingMessage) => unknown> = {
    'GET /.well-known/openid-configuration': () => identity.discovery(url),
    'GET /.well-known/jwks.json': () => identity.jwks,
    'GET /demo/deployment': () => ({ url: options.deploymentUrl }),
    'GET /demo/people': () =>
      directory.all.map((user) => ({ name: fullName(user), email: profileOf(user).email })),
    'GET /demo/webhooks': () => webhooks.state,

    'POST /demo/webhooks': async (body) => {
      await webhooks.setMode((readJson(body) as { mode?: unknown }).mode);
      return webhooks.state;
    },

    'POST /demo/events': async (body, request) => {
      if (request.headers.authorization !== `Bearer ${controlToken}`) {
        const message = 'Only `npm run send` beside this npm start may send events.';
        throw new ClerkError(401, 'authorization_invalid', message);
      }
      const { event, who } = readEvent(readJson(body) as Wish, directory);
      return { who, ...(await send(event, who)) };
    },
  };

  async function resultOf(request: IncomingMessage, { pathname, searchParams }: URL) {
    const body = await readBody(request);
    // Clerk's SDK sends only GET and POST, and names other methods in the address.
    const method = searchParams.get('_method') ?? request.method!;
    const route = routes[`${method} ${pathname}`];
    const result = route ? route(body, request) : frontendApi(method, pathname, readForm(body));
    if (result !== undefined) return result;
    throw new ClerkError(404, 'resource_not_found', `There is no ${method} ${pathname} here.`);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      refuseOtherOrigins(request, url);
      const asked = new URL(request.url ?? '/', url);
      const file = request.method === 'GET' && page.get(asked.pathname);
      if (file) return reply(response, 200, file.type, file.text);
      const result = await resultOf(request, asked);
      reply(response, 200, 'application/json', JSON.stringify(result));
    } catch (error) {
      const { status, body } = errorAnswer(error);
      reply(response, status, 'application/json', JSON.stringify(body));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * A page of another origin must not act here, nor reach this server under another name (DNS
 * rebinding).
 */
function refuseOtherOrigins({ headers }: IncomingMessage, url: string): void {
  const { host, port } = new URL(url);
  const isOurs = headers.host === host || headers.host === `localhost:${port}`;
  const isSameOrigin = headers.origin === undefined || headers.origin === `http://${headers.host}`;
  const isEmbedded =
    headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate';
  if (!isOurs || !isSameOrigin || isEmbedded)
    throw new ClerkError(403, 'origin_invalid', 'Only the demo page may send this request.');
}

function readEvent(wish: Wish, directory: Directory) {
  try {
    return makeEvent(wish, directory, Date.now());
  } catch (error) {
    throw new ClerkError(400, 'request_invalid', (error as Error).message);
  }
}

function reply(response: ServerResponse, status: number, type: string, text: string): void {
  response
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      // Clerk's SDK runs its timer in a worker of its own.
      'content-security-policy':
        "default-src 'self'; img-src 'self' data:; worker-src blob:; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
