import { useCallback, useMemo, useState } from 'react';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Where } from '../../../webhooks/shared/selection.ts';
import { useOperatorFetch } from '../../data/connection/operator.tsx';
import { refusalMessage } from '../../data/connection/refusal.ts';
import type { EventFeed } from '../../data/feed/useEventFeed.ts';
import { Fetching } from './fetching.ts';

const PAGE = 256;

interface Indexed {
  /** The index, as JSON; empty for none. */
  key: string;
  /** How often the log had dropped rows. After another drop, the rows no longer begin where it ends. */
  drops: number;
  /** Newest first. */
  rows: readonly AuditRow[];
  done: boolean;
}

export interface OlderRows {
  /** Rows older than the log's oldest, read by the filter's index, newest first. */
  beyond: readonly AuditRow[];
  /** True if no older event is left to fetch for this filter. */
  done: boolean;
  /** True if older events are left and no more rows are kept. */
  full: boolean;
  fetching: Fetching;
  /** Why the last fetch failed. */
  error: string | null;
  fetch: () => Promise<void>;
}

/**
 * Fetches older rows for a filter: by its index if it has one, otherwise by extending the log. The
 * rows of an index count toward the log's limit, and are kept as long as the filter has that index.
 * When the log grows, it takes the room of the oldest of them.
 */
export function useOlderRows(feed: EventFeed, where: Where | null): OlderRows {
  const ask = useOperatorFetch();
  const { log, rejections, fetchOlder } = feed;
  const { drops } = log;
  const key = where === null ? '' : JSON.stringify(where);
  const [indexed, setIndexed] = useState<Indexed>({ key, drops, rows: [], done: false });
  const isOf = (one: Indexed) => one.key === key && one.drops === drops;
  if (!isOf(indexed)) setIndexed({ key, drops, rows: [], done: false });
  else if (indexed.rows.length > 0 && !log.fits(indexed.rows.length))
    setIndexed({ ...indexed, rows: indexed.rows.slice(0, log.room), done: false });

  const [fetching] = useState(() => new Fetching());
  const [error, setError] = useState<string | null>(null);

  // Stable while the filter stays the same, although `where` may be a new object each time.
  const wanted = useMemo(() => (key === '' ? null : (JSON.parse(key) as Where)), [key]);
  const room = log.room - indexed.rows.length;

  const readPage = useCallback(async () => {
    if (wanted === null) return fetchOlder();
    if (room <= 0) return;
    const before = indexed.rows.at(-1)?.seq ?? log.oldestSeq;
    const limit = Math.min(PAGE, room);
    const page = await ask(api.webhookAudit.older, { before, limit, where: wanted });
    if (log.drops !== drops) return;
    // Unless the filter has changed meanwhile.
    setIndexed((now) =>
      now === indexed ? { ...now, rows: [...now.rows, ...page.rows], done: page.done } : now,
    );
  }, [ask, fetchOlder, indexed, wanted, log, drops, room]);

  const fetch = useCallback(
    () =>
      fetching.run(async () => {
        try {
          await readPage();
          setError(null);
        } catch (refused) {
          setError(refusalMessage(refused));
        }
      }),
    [fetching, readPage],
  );

  // No index has rejections, so a filter that can match them extends the log.
  const done =
    where === null ? log.reachedStart && rejections.reachedStart : log.reachedStart || indexed.done;
  const full = !done && !log.reachedStart && room <= 0;
  return { beyond: indexed.rows, done, full, fetching, error, fetch };
}
