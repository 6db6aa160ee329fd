/** A port on loopback that answers 503 until the deployment serves. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { HttpError, send } from './reply.ts';

const ADDRESS = '127.0.0.1';

interface Handlers {
  request: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface Listener {
  url: string;
  serve: (handlers: Handlers) => void;
  close: () => Promise<void>;
}

/**
 * Convex's limit for a request: an honest sender may still have to send this much when it is
 * answered.
 */
const MOST_DISCARDED_BYTES = 20 * 2 ** 20;

const STARTING = new HttpError(503, 'Starting', 'The local deployment is starting.');

/**
 * @param port 0 picks a free one.
 * @param option names the command-line option in the error.
 * @throws when the port is taken.
 */
export async function listen(port: number, option: string): Promise<Listener> {
  let handlers: Handlers | null = null;
  // Other upgrades, such as to HTTP/2, which Java's client always offers, are answered as plain requests.
  const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
    handlers?.upgrade !== undefined && headers.upgrade?.toLowerCase() === 'websocket';
  const server = createServer({ shouldUpgradeCallback }, (request, response) => {
    if (!handlers) return send(response, STARTING.reply);
    handlers
      .request(request, response)
      .catch((error: unknown) => {
        console.error('A request failed:', error);
        response.destroy();
      })
      .finally(() => discardRest(request));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    handlers!.upgrade!(request, socket, head);
  });
  await bound(server, port, option);
  return {
    url: `http://${ADDRESS}:${(server.address() as AddressInfo).port}`,
    serve: (given) => (handlers = given),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Reads the rest of the body, which precedes the connection's next request. Closes a connection
 * whose body does not end.
 */
function discardRest(request: IncomingMessage): void {
  let bytes = 0;
  request.unpipe().on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_DISCARDED_BYTES) request.destroy();
  });
  request.resume();
}

function bound(server: Server, port: number, option: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is taken. Choose another with ${option}; 0 picks a free one.`)
          : new Error(`Cannot listen on port ${port}: ${error.message}`),
      );
    });
    server.listen(port, ADDRESS, resolve);
  });
}
