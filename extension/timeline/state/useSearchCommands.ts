import { api } from '../../../convex/_generated/api.js';
import { useImportedDeliveries } from '../../data/imported.ts';
import { useOperatorFetch } from '../../data/connection/operator.tsx';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';
import { focusEvents } from '../../panel/focus.ts';
import type { TimelineSession } from './useTimelineSession.ts';

/** Searches payloads: on the server, or in the file whose events are shown. */
export function useSearchCommands(
  { log, before: end }: EventFeed,
  live: boolean,
  session: TimelineSession,
) {
  const ask = useOperatorFetch();
  const imported = useImportedDeliveries();
  const { payloads } = session;
  return {
    toggleSearch() {
      if (!session.searchOpen) return session.setSearchOpen(true);
      session.closeSearch();
      focusEvents();
    },
    search(text: string) {
      const oldest = log.reachedStart ? null : log.oldestSeq;
      const loaded = oldest === null ? null : { count: log.size, oldest };
      payloads.start(text, loaded, (wanted, before) =>
        live
          ? ask(api.webhookAudit.search, { text: wanted, before: before ?? end?.seq ?? null })
          : imported.search(wanted, before),
      );
    },
    searchOn: payloads.goOn,
    stopSearch: payloads.stop,
  };
}
