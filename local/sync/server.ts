/** Accepts WebSockets on `/api/<version>/sync`. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Credentials } from '../auth/caller.ts';
import type { Engine } from '../engine/contract/contract.ts';
import { serveConnection } from './connection.ts';
import { QueryCache } from './queryCache.ts';

/** Room for the 16 MiB of arguments that Convex allows. */
const LARGEST_MESSAGE_BYTES = 20 * 2 ** 20;

/** For clients that do not answer when the deployment stops. */
const CLOSE_TIMEOUT_MS = 500;

const GOING_AWAY = 1001;

export interface SyncServer {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => void;
}

/** @param target The path and query of the request line. */
export function isSyncPath(target: string): boolean {
  return /^\/api\/([^/?]+\/)?sync(\?|$)/.test(target);
}

export function syncServer(engine: Engine, credentials: Credentials): SyncServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES });
  const queries = new QueryCache(engine);
  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (client) => {
        serveConnection(client, request, { engine, queries, credentials });
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
