import { useCallback, useRef, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Where } from '../../convex/shared/selection.ts';
import { useOperatorFetch } from '../data/operator.tsx';
import { refusalMessage } from '../data/refusal.ts';
import type { EventFeed } from '../data/useEventFeed.ts';

const PAGE = 256;
const none: Indexed = { rows: [], done: false };

interface Indexed {
  /** Newest first. */
  rows: readonly AuditRow[];
  done: boolean;
}

export interface OlderRows {
  /** Rows read by the filter's index, older than the log reaches; newest first. */
  beyond: readonly AuditRow[];
  /** Whether nothing older is left to fetch for this filter. */
  done: boolean;
  loading: boolean;
  /** Why the last fetch failed. */
  error: string | null;
  fetch(): Promise<void>;
}

/** Older rows for a filter: by its index when it has one, else by lengthening the log. */
export function useOlderRows(feed: EventFeed, where: Where | null): OlderRows {
  const ask = useOperatorFetch();
  const [read, setRead] = useState<{ drops: number; byIndex: Record<string, Indexed> }>({
    drops: 0,
    byIndex: {},
  });
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const busy = useRef(false);

  const { log, rejections, fetchOlder } = feed;
  const { drops } = log;
  const key = where === null ? '' : JSON.stringify(where);
  // Since the log dropped rows, what was read before does not begin where the log ends.
  const indexed = (read.drops === drops && read.byIndex[key]) || none;

  const fetch = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setLoading(true);
    try {
      if (where === null) await fetchOlder();
      else {
        const before = indexed.rows.at(-1)?.seq ?? log.oldestSeq;
        const page = await ask(api.webhookAudit.older, { before, limit: PAGE, where });
        const rows = [...indexed.rows, ...page.rows];
        if (log.drops !== drops) return;
        setRead(({ drops: then, byIndex }) => ({
          drops,
          byIndex: { ...(then === drops && byIndex), [key]: { rows, done: page.done } },
        }));
      }
      setError(null);
    } catch (refused) {
      setError(refusalMessage(refused));
    } finally {
      busy.current = false;
      setLoading(false);
    }
    // `key` stands for `where`, which may be a new object each time.
  }, [ask, fetchOlder, indexed, key, log, drops]);

  // No index has rejections, so a filter that can find them lengthens the log.
  const done =
    where === null ? log.reachedStart && rejections.reachedStart : log.reachedStart || indexed.done;
  return { beyond: indexed.rows, done, loading, error, fetch };
}
