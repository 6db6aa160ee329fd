/**
 * One WebSocket: passes its messages, one by one, to a session, and ends when either side fails.
 */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { Backpressure } from './backpressure.ts';
import { Outbox } from './outbox.ts';
import { BadMessage, parseClientMessage } from './protocol.ts';
import { AuthRefused, Session, Unavailable, type SessionContext } from './session.ts';

/** A client that does not begin must not occupy a connection. */
const CONNECT_WITHIN_MS = 10_000;

const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

export function serveConnection(
  socket: WebSocket,
  request: IncomingMessage,
  shared: Pick<SessionContext, 'engine' | 'queries' | 'credentials'>,
): void {
  const inbox: { data: Buffer; answered: () => void }[] = [];
  let handling = false;

  const backpressure = new Backpressure(socket);
  const outbox: Outbox = new Outbox(socket, {
    onDrain: () => session.flush(),
    onOverflow: () => {
      console.error('A client is cut off: it reads too slowly, or subscribes to too much at once.');
      stop();
      socket.terminate();
    },
  });
  const session = new Session({
    ...shared,
    outbox,
    ...(request.socket.remoteAddress && { ip: request.socket.remoteAddress }),
    ...(request.headers['user-agent'] && { userAgent: request.headers['user-agent'] }),
    fail,
  });
  const idle = setTimeout(() => {
    if (!session.isConnected) fail(new BadMessage('No Connect message came within 10 s'));
  }, CONNECT_WITHIN_MS);

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
    // Resume, so that the other side's close frame is read.
    socket.resume();
    socket.close(code, closeReason(reason));
  }

  function stop(): void {
    clearTimeout(idle);
    inbox.length = 0;
    session.close();
    outbox.close();
  }

  async function handleInbox(): Promise<void> {
    if (handling) return;
    handling = true;
    try {
      for (let next = inbox.shift(); next; next = inbox.shift()) {
        await session.handle(parseClientMessage(next.data.toString()), next.answered);
      }
    } catch (error) {
      fail(error);
    }
    handling = false;
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    if (isBinary) return fail(new BadMessage('A message is binary, not text'));
    inbox.push({ data, answered: backpressure.begin(data.byteLength) });
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
