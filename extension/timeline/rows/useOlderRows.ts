import { useCallback, useMemo, useRef, useState } from 'react';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Where } from '../../../webhooks/shared/selection.ts';
import { useOperatorFetch } from '../../data/connection/operator.tsx';
import { refusalMessage } from '../../data/connection/refusal.ts';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';

const PAGE = 256;
const none: Indexed = { rows: [], done: false };

interface Indexed {
  /** Newest first. */
  rows: readonly AuditRow[];
  done: boolean;
}

export interface OlderRows {
  /** Rows older than the log's oldest, read by the filter's index, newest first. */
  beyond: readonly AuditRow[];
  /** True if no older event is left to fetch for this filter. */
  done: boolean;
  loading: boolean;
  /** Why the last fetch failed. */
  error: string | null;
  fetch: () => Promise<void>;
}

/** Fetches older rows for a filter: by its index if it has one, otherwise by extending the log. */
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
  // After the log drops rows, rows read by an index no longer begin where the log ends.
  const indexed = (read.drops === drops && read.byIndex[key]) || none;

  // Stable while the filter stays the same, although `where` may be a new object each time.
  const wanted = useMemo(() => (key === '' ? null : (JSON.parse(key) as Where)), [key]);

  const fetch = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setLoading(true);
    try {
      if (wanted === null) await fetchOlder();
      else {
        const before = indexed.rows.at(-1)?.seq ?? log.oldestSeq;
        const page = await ask(api.webhookAudit.older, { before, limit: PAGE, where: wanted });
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
  }, [ask, fetchOlder, indexed, key, wanted, log, drops]);

  // No index has rejections, so a filter that can match them extends the log.
  const done =
    where === null ? log.reachedStart && rejections.reachedStart : log.reachedStart || indexed.done;
  return { beyond: indexed.rows, done, loading, error, fetch };
}
