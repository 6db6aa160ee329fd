/** Records what one function does through its context. */
import type { TransactionMetrics } from 'convex/server';
import type { Value } from 'convex/values';
import { MAX_DOCUMENTS } from './effects.ts';
import { bytesOf, textOf } from './documentText.ts';
import { addWrite, emptyRecord, type Before, type FunctionRecord } from './record.ts';

type Document = Record<string, Value>;

/** How much a recorder itself may read, so that it does not use up the function's limits. */
export interface ReadingRoom {
  documents: number;
  bytes: number;
}

const MAX_BYTES_READ = 2 * 1024 * 1024;

/** @param share The share of what the transaction may still read. */
export function readingRoom(
  { databaseQueries, documentsRead, bytesRead }: TransactionMetrics,
  share: number,
): ReadingRoom {
  const reads = Math.min(databaseQueries.remaining, documentsRead.remaining);
  return {
    documents: Math.min(MAX_DOCUMENTS, Math.floor(reads * share)),
    bytes: Math.min(MAX_BYTES_READ, Math.floor(bytesRead.remaining * share)),
  };
}

export class Recorder {
  readonly record: FunctionRecord = emptyRecord();
  /** Called functions may have left records that could not be read, past a limit. */
  missedRecords = false;
  private readonly metrics: () => Promise<TransactionMetrics>;
  private room: ReadingRoom | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private unfinished = 0;

  /** @param metrics The transaction's. Asked for only if a document has to be read. */
  constructor(metrics: () => Promise<TransactionMetrics>) {
    this.metrics = metrics;
  }

  /**
   * Runs writes one after another, in the order of the calls: of parallel writes to one document,
   * only the first one sets `before`.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.unfinished += 1;
    const result = this.last.then(work);
    const finish = () => {
      this.unfinished -= 1;
    };
    this.last = result.then(finish, finish);
    return result;
  }

  /** True while a write waits its turn or is under way. */
  get isWriting(): boolean {
    return this.unfinished > 0;
  }

  /** Runs a read after the writes that were called before it, as Convex does. */
  afterWrites<T>(read: () => Promise<T>): Promise<T> {
    return this.isWriting ? this.last.then(read) : read();
  }

  /** Resolves once everything that the function started has ended, even what it did not await. */
  async ended(): Promise<void> {
    let last: unknown;
    while (last !== this.last) await (last = this.last);
  }

  inserted(id: string, table: string): void {
    addWrite(this.record, id, { before: { kind: 'absent' }, table, calls: 1 });
  }

  /** Writes to a document that exists. `read` reads it before the write. */
  async changing(
    { id, table, deleted }: { id: string; table?: string; deleted?: true },
    read: () => Promise<Document | null>,
    write: () => Promise<void>,
  ): Promise<void> {
    const before = this.record.documents.get(id)?.before ?? (await this.before(read));
    await write();
    addWrite(this.record, id, { before, table, calls: 1, deleted });
  }

  /** A document that cannot be read is unknown; its write will throw and say what is wrong. */
  private async before(read: () => Promise<Document | null>): Promise<Before> {
    const room = (this.room ??= readingRoom(await this.metrics(), 1 / 8));
    if (room.documents <= 0 || room.bytes <= 0) return { kind: 'unknown' };
    const document = await read().catch(() => null);
    if (document === null) return { kind: 'unknown' };
    const text = textOf(document);
    room.documents -= 1;
    room.bytes -= bytesOf(text);
    return { kind: 'text', text };
  }
}
