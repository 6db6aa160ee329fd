/** The newest function executions, for `npx convex logs`, which polls for those after a cursor. */
import { randomUUID } from 'node:crypto';
import type { Engine, Execution } from '../engine/contract.ts';

const MOST_KEPT = 1_000;
/** Of text. One call may print 8 MiB: 256 lines of 32 KiB. */
const MOST_CHARACTERS = 16 * 2 ** 20;
/** A poll without news ends after this, well before the CLI's fetch gives up. */
const LONGEST_POLL_MS = 20_000;

type Entry = { cursor: number; characters: number; json: object };

export class FunctionLog {
  private readonly entries: Entry[] = [];
  private characters = 0;
  private lastCursor = 0;
  private readonly waiting = new Set<() => void>();
  private readonly stopListening: () => void;

  constructor(engine: Engine) {
    this.stopListening = engine.onExecution((execution) => this.add(execution));
  }

  close(): void {
    this.stopListening();
    this.wake();
  }

  /**
   * Waits for executions after the cursor, but a first poll (cursor 0) is answered at once: the CLI
   * only learns from it where to begin.
   */
  async poll(cursor: number): Promise<{ entries: object[]; newCursor: number }> {
    if (cursor > 0 && this.lastCursor <= cursor) await this.news();
    const entries = this.entries.filter((entry) => entry.cursor > cursor);
    return {
      entries: entries.map((entry) => entry.json),
      newCursor: entries.at(-1)?.cursor ?? (cursor || Math.max(this.lastCursor, 1)),
    };
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, LONGEST_POLL_MS);
      const { waiting } = this;
      waiting.add(done);
      function done() {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
    });
  }

  private add(execution: Execution): void {
    this.lastCursor = Math.max(this.lastCursor + 1, execution.at);
    const characters = charactersOf(execution);
    this.entries.push({ cursor: this.lastCursor, characters, json: completion(execution) });
    this.characters += characters;
    while (this.isTooLong) this.characters -= this.entries.shift()!.characters;
    this.wake();
  }

  private get isTooLong(): boolean {
    return this.entries.length > MOST_KEPT || this.characters > MOST_CHARACTERS;
  }

  private wake(): void {
    for (const done of this.waiting) done();
  }
}

function charactersOf({ path, logLines, error = '' }: Execution): number {
  return logLines.reduce((sum, line) => sum + line.length, path.length + error.length);
}

/** As the real backend words it; times in seconds. */
function completion({ path, type, at, duration, logLines, error }: Execution): object {
  return {
    kind: 'Completion',
    udfType: type,
    identifier: path,
    logLines,
    timestamp: at / 1000,
    executionTime: duration / 1000,
    executionTimestamp: (at - duration) / 1000,
    success: null,
    error: error ?? null,
    cachedResult: false,
    willRetry: false,
    requestId: randomUUID(),
    executionId: randomUUID(),
  };
}
