import type { ConnectionState } from 'convex/browser';
import { ConvexReactClient } from 'convex/react';
import { answersVersion } from './answersVersion.ts';
import { reconnectableSocket } from './reconnectableSocket.ts';
import { Store } from './store.ts';

/**
 * The state of the socket. The panel reports pausing and refused keys; the socket does not know
 * them.
 */
export type SocketStatus =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** `since`: milliseconds since 1970. */
  | { kind: 'offline'; since: number };

const ASK_AFTER_MS = 15_000;

/**
 * A Convex client, and the state of its connection, which does not trust a silent socket: if
 * nothing has come for 15 s while the page is visible, it asks `GET /version`, which does not count
 * as a function call. No answer within 5 s means offline, and makes the client reconnect.
 */
export class Connection extends Store {
  readonly client: ConvexReactClient;
  status: SocketStatus = { kind: 'connecting' };

  readonly #startedAt = Date.now();
  readonly #dropSockets: () => void;
  #heardAt = Date.now();
  #asking = false;

  constructor(url: string, socketConstructor?: typeof WebSocket) {
    super();
    const socket = reconnectableSocket(() => {
      this.#heardAt = Date.now();
    });
    this.#dropSockets = socket.dropAll;
    this.client = new ConvexReactClient(url, {
      webSocketConstructor: socketConstructor ?? socket.constructor,
      // Convex's argument errors print the whole argument object, and so the access key.
      logger: false,
      skipConvexDeploymentUrlCheck: true,
      unsavedChangesWarning: false,
    });
  }

  /** Connects. Returns a function that closes the client for good. */
  open(): () => void {
    const unsubscribe = this.client.subscribeToConnectionState(this.#noticeState);
    const timer = setInterval(() => void this.#askWhenSilent(), 1_000);
    return () => {
      clearInterval(timer);
      unsubscribe();
      void this.client.close();
    };
  }

  #noticeState = ({ isWebSocketConnected, connectionRetries }: ConnectionState): void => {
    if (isWebSocketConnected) this.#become({ kind: 'live' });
    else if (this.status.kind === 'live') this.#become({ kind: 'offline', since: Date.now() });
    else if (connectionRetries > 0) this.#become({ kind: 'offline', since: this.#startedAt });
  };

  async #askWhenSilent(): Promise<void> {
    const silentSince = this.#heardAt;
    if (this.#asking || this.status.kind !== 'live') return;
    if (document.visibilityState !== 'visible' || Date.now() - silentSince < ASK_AFTER_MS) return;
    this.#asking = true;
    const answered = await answersVersion(this.client.url);
    this.#asking = false;
    if (this.#heardAt !== silentSince || this.status.kind !== 'live') return;
    this.#heardAt = Date.now();
    if (answered) return;
    this.#become({ kind: 'offline', since: Date.now() });
    this.#dropSockets();
  }

  #become(status: SocketStatus): void {
    if (status.kind === this.status.kind) return;
    this.status = status;
    this.changed();
  }
}
