import { EventLog } from '../data/events.ts';
import type { ImportedDeliveries } from '../data/imported.ts';
import { RejectionMap } from '../data/rejections.ts';
import type { EventFeed } from '../data/useEventFeed.ts';
import { openInWorker } from '../inspector/workerDocument.ts';
import type { ImportSummary, readImport } from './readImport.ts';

/** A file that is looked at in place of the live events; a worker holds it until it is closed. */
export interface ImportedFile extends ImportSummary, ImportedDeliveries {
  /** Of this import: files of one name, and one file imported twice, are different. */
  id: string;
  name: string;
  /** Its rows as a feed that is complete, so that the timeline shows them and asks no server. */
  feed: EventFeed;
  close(): void;
}

const TELL_AFTER_MS = 200;
/** So many at once that taking them in is not felt. */
const ROWS_AT_ONCE = 2_000;

/** Reads an export in a worker. Throws when it cannot be read; `onProgress` gets the share read. */
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
    const log = new EventLog();
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
      replay: (clerkId) => document.replay(clerkId),
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
    log,
    rejections: new RejectionMap(),
    loaded: true,
    error: null,
    fetchOlder: async () => {},
    fetchOlderRejections: async () => false,
    retry: () => {},
  };
}
