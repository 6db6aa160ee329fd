import { EventLog } from '../data/events.ts';
import type { ImportedDeliveries } from '../data/imported.ts';
import { RejectionMap } from '../data/rejections.ts';
import type { EventFeed } from '../data/useEventFeed.ts';

/** Imported deliveries as a feed that is complete, so that the timeline shows them and asks no server. */
export function importedFeed(deliveries: ImportedDeliveries): EventFeed {
  const log = new EventLog();
  const rows = [...deliveries.values()].map(({ row }) => row);
  log.appendOlder(rows, true);
  return {
    log,
    rejections: new RejectionMap(),
    loaded: true,
    error: null,
    fetchOlder: async () => {},
    retry: () => {},
  };
}
