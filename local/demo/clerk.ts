/**
 * A stand-in for Clerk on loopback: it issues the demo page's tokens, holds the users, and hands
 * every saved profile on as an event. It serves the demo page too, so that there is one origin.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clerkEvent, profileOf, saveProfile, type ClerkEvent, type Profile } from './clerkUser.ts';
import { fullName, type Directory } from './directory.ts';
import { createIdentityProvider } from './identity.ts';
import { makeEvent, type Wish } from './manualEvent.ts';
import type { Answer } from './sender.ts';

const LARGEST_BODY = 64 * 1024;

export type ClerkOptions = {
  port: number;
  directory: Directory;
  /** Delivers an event to the webhook. */
  send(event: ClerkEvent, who: string): Promise<Answer>;
  /** Lets `npm run send` in, and nobody else. */
  controlToken: string;
  /** Path to content type and text. */
  page: Map<string, { type: string; text: string }>;
  /** Where the page finds its backend. */
  deploymentUrl: string;
};

export type Clerk = {
  url: string;
  close(): void;
};

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function startClerk(options: ClerkOptions): Promise<Clerk> {
  const { directory, send, controlToken, page } = options;
  const identity = await createIdentityProvider();

  const signedIn = () => {
    const user = directory.signedIn;
    if (!user) throw new Refusal(404, 'Nobody is signed in: the user was deleted.');
    return user;
  };

  const routes: Record<string, (body: unknown, request: IncomingMessage) => unknown> = {
    'GET /.well-known/openid-configuration': () => identity.discovery(url),
    'GET /.well-known/jwks.json': () => identity.jwks,
    'GET /v1/deployment': () => ({ url: options.deploymentUrl }),
    'GET /v1/me': () => ({ id: signedIn().id, ...profileOf(signedIn()) }),
    'POST /v1/me/token': async () => ({ token: await identity.issueToken(url, signedIn().id) }),

    'PATCH /v1/me': async (body) => {
      const now = Math.max(Date.now(), signedIn().updated_at + 1);
      const user = directory.put(saveProfile(signedIn(), readProfile(body), now));
      void send(clerkEvent('user.updated', user, Date.now()), fullName(user));
      return { id: user.id, ...profileOf(user) };
    },

    'POST /v1/events': async (body, request) => {
      if (request.headers.authorization !== `Bearer ${controlToken}`) {
        throw new Refusal(401, 'Only `npm run send` of this start may send events.');
      }
      const { event, who } = readEvent(body as Wish, directory);
      return { who, ...(await send(event, who)) };
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = `${request.method} ${request.url?.split('?')[0]}`;
    try {
      refuseOtherOrigins(request, url);
      const file = request.method === 'GET' && page.get(path.slice('GET '.length));
      if (file) return reply(response, 200, file.type, file.text);
      const route = routes[path];
      if (!route) throw new Refusal(404, 'There is nothing here.');
      const result = await route(await readJson(request), request);
      reply(response, 200, 'application/json', JSON.stringify(result));
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 500;
      const message = error instanceof Error ? error.message : String(error);
      reply(response, status, 'application/json', JSON.stringify({ message }));
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

/** A page of another origin must not act here, nor reach us under another name (DNS rebinding). */
function refuseOtherOrigins({ headers }: IncomingMessage, url: string): void {
  const { host, port } = new URL(url);
  const isOurs = headers.host === host || headers.host === `localhost:${port}`;
  const isSameOrigin = headers.origin === undefined || headers.origin === `http://${headers.host}`;
  if (!isOurs || !isSameOrigin) throw new Refusal(403, 'Only the demo page may ask this.');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > LARGEST_BODY) throw new Refusal(413, 'That is too long.');
  }
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'That is not JSON.');
  }
}

function readProfile(body: unknown): Profile {
  const given = (body ?? {}) as Record<string, unknown>;
  const text = (name: string) => String(given[name] ?? '').trim();
  const email = text('email');
  if (email !== '' && !email.includes('@')) {
    throw new Refusal(400, 'An e-mail address has an @ in it.');
  }
  return {
    first_name: text('first_name'),
    last_name: text('last_name'),
    username: text('username'),
    email,
  };
}

function readEvent(wish: Wish, directory: Directory) {
  try {
    return makeEvent(wish, directory, Date.now());
  } catch (error) {
    throw new Refusal(400, (error as Error).message);
  }
}

function reply(response: ServerResponse, status: number, type: string, text: string): void {
  response
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'self'; img-src 'self' data:; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
      'x-content-type-options': 'nosniff',
    })
    .end(text);
}
