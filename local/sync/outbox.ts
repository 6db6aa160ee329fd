/**
 * The outgoing messages of one socket: chunks large transitions, pings when silent, watches the
 * backlog.
 */
import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';

/** The client gives up after 60 s of silence. */
const PING_AFTER_MS = 15_000;
const CHUNK_CHARACTERS = 5_000_000;
/** A client that does not read beyond this backlog gets no more transitions. */
const CONGESTED_BYTES = 16_000_000;
/** A client beyond this backlog, by answers or by one large transition, is cut off. */
const MOST_BACKLOG_BYTES = 128 * 2 ** 20;

interface OutboxEvents {
  /** The socket takes more after it was congested. */
  onDrain: () => void;
  /** The backlog is full. Nothing is sent any more. */
  onOverflow: () => void;
}

export class Outbox {
  readonly #socket: WebSocket;
  readonly #events: OutboxEvents;
  readonly #ping: NodeJS.Timeout;
  #isWaiting = false;
  #hasOverflowed = false;

  constructor(socket: WebSocket, events: OutboxEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#ping = setTimeout(() => this.send({ type: 'Ping' }), PING_AFTER_MS);
  }

  /** If this returns true, `onDrain` is called later. */
  get congested(): boolean {
    const congested = this.#socket.bufferedAmount > CONGESTED_BYTES;
    if (congested) this.#isWaiting = true;
    return congested;
  }

  /** @param message Never larger than the largest result of a function. */
  send(message: object): void {
    this.#write(JSON.stringify(message));
  }

  /** @param parts JSON text of the transition; too much of it must not become one string. */
  sendTransition(parts: string[]): void {
    if (!this.#fits(parts.reduce((sum, { length }) => sum + length, 0))) return;
    const transition = parts.join('');
    if (transition.length <= CHUNK_CHARACTERS) return this.#write(transition);
    const transitionId = randomUUID();
    const totalParts = Math.ceil(transition.length / CHUNK_CHARACTERS);
    for (let partNumber = 0; partNumber < totalParts; partNumber += 1) {
      const start = partNumber * CHUNK_CHARACTERS;
      const chunk = transition.slice(start, start + CHUNK_CHARACTERS);
      this.send({ type: 'TransitionChunk', chunk, partNumber, totalParts, transitionId });
    }
  }

  close(): void {
    clearTimeout(this.#ping);
  }

  #write(text: string): void {
    if (!this.#fits(text.length)) return;
    this.#ping.refresh();
    this.#socket.send(text, () => {
      if (!this.#isWaiting || this.congested) return;
      this.#isWaiting = false;
      this.#events.onDrain();
    });
  }

  #fits(bytes: number): boolean {
    if (this.#hasOverflowed) return false;
    if (this.#socket.bufferedAmount + bytes <= MOST_BACKLOG_BYTES) return true;
    this.#hasOverflowed = true;
    this.#events.onOverflow();
    return false;
  }
}
