import type { WebSocket } from 'ws';

const MOST_MESSAGES = 256;
/** A message may have 20 MiB. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * Stops reading from a client that has too much unanswered, by number or size, until half is
 * answered.
 */
export class Backpressure {
  readonly #socket: Pick<WebSocket, 'isPaused' | 'pause' | 'resume'>;
  #messages = 0;
  #bytes = 0;

  constructor(socket: Pick<WebSocket, 'isPaused' | 'pause' | 'resume'>) {
    this.#socket = socket;
  }

  /** Counts an incoming message. Call the returned function once the message is answered. */
  begin(bytes: number): () => void {
    this.#messages += 1;
    this.#bytes += bytes;
    if (this.#messages >= MOST_MESSAGES || this.#bytes >= MOST_BYTES) this.#socket.pause();
    return () => {
      this.#messages -= 1;
      this.#bytes -= bytes;
      const isLow = this.#messages < MOST_MESSAGES / 2 && this.#bytes < MOST_BYTES / 2;
      if (isLow && this.#socket.isPaused) this.#socket.resume();
    };
  }
}
