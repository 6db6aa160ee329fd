/** What goes out on one socket: chunks large transitions, pings when silent, tells when it is full. */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';

/** The client gives up after 60 s of silence. */
const PING_AFTER_MS = 15_000;
const CHUNK_CHARACTERS = 5_000_000;
/** A client that does not read must not fill the memory. */
const CONGESTED_BYTES = 16_000_000;

export class Outbox {
  private readonly socket: WebSocket;
  private readonly onDrain: () => void;
  private readonly ping: NodeJS.Timeout;
  private waiting = false;

  /** Calls `onDrain` when the socket takes more after it was congested. */
  constructor(socket: WebSocket, onDrain: () => void) {
    this.socket = socket;
    this.onDrain = onDrain;
    this.ping = setTimeout(() => this.send({ type: 'Ping' }), PING_AFTER_MS);
  }

  /** Asking is enough to be called back later. */
  get congested(): boolean {
    const congested = this.socket.bufferedAmount > CONGESTED_BYTES;
    if (congested) this.waiting = true;
    return congested;
  }

  send(message: object): void {
    this.write(JSON.stringify(message));
  }

  sendTransition(transition: string): void {
    if (transition.length <= CHUNK_CHARACTERS) return this.write(transition);
    const transitionId = randomUUID();
    const totalParts = Math.ceil(transition.length / CHUNK_CHARACTERS);
    for (let partNumber = 0; partNumber < totalParts; partNumber += 1) {
      const start = partNumber * CHUNK_CHARACTERS;
      const chunk = transition.slice(start, start + CHUNK_CHARACTERS);
      this.send({ type: 'TransitionChunk', chunk, partNumber, totalParts, transitionId });
    }
  }

  close(): void {
    clearTimeout(this.ping);
  }

  private write(text: string): void {
    this.ping.refresh();
    this.socket.send(text, () => {
      if (!this.waiting || this.congested) return;
      this.waiting = false;
      this.onDrain();
    });
  }
}
