/** The newest function executions, for `npx convex logs`, which polls for those after a cursor. */
import { randomUUID } from 'node:crypto';
import type { Engine, Execution } from '../engine/contract/contract.ts';
import { visibleLines, visibleText } from '../visibleText.ts';

const MOST_KEPT = 1_000;
/** One call may print 8 MiB: 256 lines of 32 KiB. */
const MOST_CHARACTERS = 16 * 2 ** 20;
/** A poll without news ends after this, well before the CLI's fetch gives up. */
const LONGEST_POLL_MS = 20_000;

interface Entry {
  cursor: number;
  characters: number;
  execution: Execution;
}

export class FunctionLog {
  readonly #entries: Entry[] = [];
  #characters = 0;
  #lastCursor = 0;
  readonly #waiting = new Set<() => void>();
  readonly #stopListening: () => void;

  constructor(engine: Engine) {
    this.#stopListening = engine.onExecution((execution) => this.#add(execution));
  }

  close(): void {
    this.#stopListening();
    this.#wake();
  }

  /**
   * Waits for executions after the cursor, but a first poll (cursor 0) is answered at once: the CLI
   * only learns from it where to begin.
   */
  async poll(cursor: number): Promise<{ entries: object[]; newCursor: number }> {
    if (cursor > 0 && this.#lastCursor <= cursor) await this.#news();
    const entries = this.#entries.filter((entry) => entry.cursor > cursor);
    return {
      entries: entries.map(({ execution }) => completion(execution)),
      newCursor: entries.at(-1)?.cursor ?? (cursor || Math.max(this.#lastCursor, 1)),
    };
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, LONGEST_POLL_MS);
      const waiting = this.#waiting;
      waiting.add(done);
      function done() {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
    });
  }

  #add(execution: Execution): void {
    this.#lastCursor = Math.max(this.#lastCursor + 1, execution.at);
    const characters = charactersOf(execution);
    this.#entries.push({ cursor: this.#lastCursor, characters, execution });
    this.#characters += characters;
    while (this.#isTooLong) this.#characters -= this.#entries.shift()!.characters;
    this.#wake();
  }

  get #isTooLong(): boolean {
    return this.#entries.length > MOST_KEPT || this.#characters > MOST_CHARACTERS;
  }

  #wake(): void {
    for (const done of this.#waiting) done();
  }
}

function charactersOf({ path, logLines, error = '' }: Execution): number {
  return logLines.reduce((sum, line) => sum + line.length, path.length + error.length);
}

/** The real backend's fields, with times in seconds. The CLI prints the texts unchanged. */
function completion(execution: Execution): object {
  const { path, type, at, duration, logLines, error, database } = execution;
  return {
    kind: 'Completion',
    udfType: type,
    identifier: visibleText(path),
    logLines: logLines.map(visibleLines),
    timestamp: at / 1000,
    executionTime: duration / 1000,
    executionTimestamp: (at - duration) / 1000,
    success: null,
    error: error === undefined ? null : visibleLines(error),
    cachedResult: false,
    willRetry: false,
    usageStats: {
      databaseReadDocuments: database.documentsRead,
      databaseReadBytes: database.bytesRead,
      databaseWriteDocuments: database.documentsWritten,
      databaseWriteBytes: database.bytesWritten,
    },
    requestId: randomUUID(),
    executionId: randomUUID(),
  };
}
