import { EventLog } from '../data/feed/events.ts';
import type { ImportedDeliveries } from '../data/imported.ts';
import { RejectionMap } from '../data/feed/rejections.ts';
import type { EventFeed } from '../data/feed/useEventFeed.ts';
import { openInWorker } from '../data/worker/workerDocument.ts';
import type { ImportSummary, readImport } from './readImport.ts';

/** A file that is shown instead of the live events. A worker holds it until it is closed. */
export interface ImportedFile extends ImportSummary, ImportedDeliveries {
  /** Unique for this import: importing a file again gives another id. */
  id: string;
  name: string;
  /** The rows as a complete feed, so that the timeline asks no server. */
  feed: EventFeed;
  close: () => void;
}

const TELL_AFTER_MS = 200;
/** So few at once that the user does not notice the loading. */
const ROWS_AT_ONCE = 2_000;

/**
 * Reads an export in a worker. Throws when the file cannot be read. `onProgress` gets the share
 * read so far.
 */
export async function openImportedFile(
  file: File,
  onProgress: (share: number) => void,
): Promise<ImportedFile> {
  const worker = new Worker(new URL('./import.worker.ts', import.meta.url), { type: 'module' });
  try {
    const document = await openInWorker<(file: File) => ReturnType<typeof readImport>>(
      worker,
      file,
    );
    for (let share = 0; share < 1;) onProgress((share = await document.readOn(TELL_AFTER_MS)));
    const summary = await document.summary();
    const log = new EventLog(undefined, Infinity);
    for (let from = 0; from < summary.deliveries; from += ROWS_AT_ONCE) {
      log.appendOlder(await document.rows(from, from + ROWS_AT_ONCE), false);
    }
    log.appendOlder([], true);
    return {
      ...summary,
      id: crypto.randomUUID(),
      name: file.name,
      feed: feedOf(log),
      get: (id) => document.delivery(id),
      rowHistory: (id) => document.rowHistory(id),
      search: (text, before) => document.search(text, before),
      close: () => worker.terminate(),
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function feedOf(log: EventLog): EventFeed {
  return {
    before: null,
    log,
    rejections: new RejectionMap(),
    loaded: true,
    error: null,
    fetchOlder: async () => {},
    fetchOlderRejections: async () => false,
    retry: () => {},
  };
}
