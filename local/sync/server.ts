/** Accepts WebSockets on `/api/<version>/sync` and feeds their messages, one by one, to a session. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Credentials } from '../auth/caller.ts';
import type { Engine } from '../engine/contract.ts';
import { Outbox } from './outbox.ts';
import { BadMessage, parseClientMessage } from './protocol.ts';
import { QueryCache } from './queryCache.ts';
import { AuthRefused, Session, Unavailable } from './session.ts';

/** Room for the 16 MiB of arguments that Convex allows. */
const LARGEST_MESSAGE_BYTES = 20 * 2 ** 20;
/** A client with more unanswered requests than this is not read from until some are answered. */
const MOST_PENDING = 256;

/** For clients that do not answer when the deployment stops. */
const CLOSE_TIMEOUT_MS = 500;

const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;
const GOING_AWAY = 1001;

export type SyncServer = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

/** @param target Of the request line. */
export function isSyncPath(target: string): boolean {
  return /^\/api\/([^/?]+\/)?sync(\?|$)/.test(target);
}

export function syncServer(engine: Engine, credentials: Credentials): SyncServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES });
  const queries = new QueryCache(engine);
  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (client) => {
        serve(client, request, engine, queries, credentials);
      });
    },
    close() {
      for (const client of server.clients) {
        client.close(GOING_AWAY, 'The deployment is stopping');
        setTimeout(() => client.terminate(), CLOSE_TIMEOUT_MS).unref();
      }
      server.close();
      queries.close();
    },
  };
}

function serve(
  socket: WebSocket,
  request: IncomingMessage,
  engine: Engine,
  queries: QueryCache,
  credentials: Credentials,
): void {
  const inbox: RawData[] = [];
  let handling = false;

  const outbox: Outbox = new Outbox(socket, () => session.flush());
  const session = new Session({
    engine,
    queries,
    credentials,
    outbox,
    ...(request.socket.remoteAddress && { ip: request.socket.remoteAddress }),
    ...(request.headers['user-agent'] && { userAgent: request.headers['user-agent'] }),
    onAnswer,
    fail,
  });

  function onAnswer(): void {
    if (socket.isPaused && unanswered() < MOST_PENDING / 2) socket.resume();
  }

  function unanswered(): number {
    return inbox.length + session.pending;
  }

  function fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof AuthRefused) {
      const { baseVersion, authUpdateAttempted } = error;
      outbox.send({ type: 'AuthError', error: reason, baseVersion, authUpdateAttempted });
      end(POLICY_VIOLATION, reason);
    } else if (error instanceof BadMessage) {
      outbox.send({ type: 'FatalError', error: reason });
      end(POLICY_VIOLATION, reason);
    } else if (error instanceof Unavailable) {
      end(INTERNAL_ERROR, reason);
    } else {
      console.error('A connection failed:', error);
      end(INTERNAL_ERROR, 'InternalServerError');
    }
  }

  function end(code: number, reason: string): void {
    stop();
    // The other side's close frame has to be read.
    socket.resume();
    socket.close(code, closeReason(reason));
  }

  function stop(): void {
    inbox.length = 0;
    session.close();
    outbox.close();
  }

  async function handleInbox(): Promise<void> {
    if (handling) return;
    handling = true;
    try {
      for (let data = inbox.shift(); data !== undefined; data = inbox.shift()) {
        await session.handle(parseClientMessage(data.toString()));
        onAnswer();
      }
    } catch (error) {
      fail(error);
    }
    handling = false;
  }

  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) return fail(new BadMessage('A message is binary, not text'));
    inbox.push(data);
    if (unanswered() >= MOST_PENDING) socket.pause();
    void handleInbox();
  });
  // ws closes the socket itself, with the code that fits.
  socket.on('error', () => {});
  socket.on('close', stop);
}

/** A close frame holds 123 bytes. */
function closeReason(reason: string): string {
  let text = reason.slice(0, 123);
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}
