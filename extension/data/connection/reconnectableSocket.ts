/**
 * A WebSocket constructor for the Convex client that calls `onHeard` for every message, and
 * `dropAll`, which makes all its open sockets report themselves closed at once. The client then
 * reconnects and replays its subscriptions and mutations. A half-open connection needs this: a
 * plain `close()` would first wait for the peer, and the client itself notices only after 60 s.
 */
export function reconnectableSocket(onHeard: () => void): {
  constructor: typeof WebSocket;
  dropAll: () => void;
} {
  const open = new Set<WebSocket>();

  class ReconnectableSocket extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      open.add(this);
      this.addEventListener('message', onHeard);
      this.addEventListener('close', () => open.delete(this));
    }
  }

  const dropAll = () => {
    for (const socket of open) {
      const { onclose } = socket;
      socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
      socket.close();
      open.delete(socket);
      onclose?.call(socket, new CloseEvent('close', { code: 1001, reason: 'SilentSocket' }));
    }
  };
  return { constructor: ReconnectableSocket, dropAll };
}
