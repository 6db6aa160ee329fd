import type { ConnectionState } from 'convex/browser';
import { ConvexReactClient } from 'convex/react';
import { reconnectableSocket } from './reconnectableSocket.ts';

/** What is known of the socket. Pausing and refused keys are the panel's to tell, not the socket's. */
export type SocketStatus =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** `since`: milliseconds since 1970. */
  | { kind: 'offline'; since: number };

const ASK_AFTER_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;

/**
 * A Convex client, and an account of its connection that does not believe a silent socket: while
 * the page is visible and nothing has come for 15 s it asks `GET /version`, which is no function
 * call. No answer within 5 s means offline, and the client is made to reconnect.
 */
export class Connection {
  readonly client: ConvexReactClient;
  status: SocketStatus = { kind: 'connecting' };

  readonly #listeners = new Set<() => void>();
  readonly #startedAt = Date.now();
  readonly #dropSockets: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #unsubscribe: () => void;
  #heardAt = Date.now();
  #asking = false;

  constructor(url: string) {
    const socket = reconnectableSocket(() => {
      this.#heardAt = Date.now();
    });
    this.#dropSockets = socket.dropAll;
    this.client = new ConvexReactClient(url, {
      webSocketConstructor: socket.constructor,
      // Convex's argument errors print the whole argument object, and so the access key.
      logger: false,
      skipConvexDeploymentUrlCheck: true,
      unsavedChangesWarning: false,
    });
    this.#unsubscribe = this.client.subscribeToConnectionState(this.#noticeState);
    this.#timer = setInterval(() => void this.#askWhenSilent(), 1_000);
  }

  /** Closes the client for good. */
  close(): void {
    clearInterval(this.#timer);
    this.#unsubscribe();
    this.#listeners.clear();
    void this.client.close();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

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
    for (const listener of this.#listeners) listener();
  }
}

async function answersVersion(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/version', url), {
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
