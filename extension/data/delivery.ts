import { useEffect, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { HistoryEntry } from '../../convex/shared/delivery.ts';
import { isImported, useImportedDelivery } from './imported.ts';
import { useOperatorFetch, useOperatorQuery } from './operator.tsx';

const DELIVERIES_PAGE = 50;
/** With payloads: the page of the panel takes in an answer in one go. */
const HISTORY_PAGE = 25;

/**
 * One delivery with its payload, live: later attempts and re-dispatches of it appear by themselves.
 * One that was imported is as the file has it; no server is asked.
 */
export function useDelivery(id: AuditRow['_id'] | null) {
  const isFromFile = id !== null && isImported(id);
  const live = useOperatorQuery(api.webhookAudit.get, id === null || isFromFile ? 'skip' : { id });
  const imported = useImportedDelivery(isFromFile ? id : null);
  return isFromFile ? imported : live;
}

/** The newest deliveries of one user, without their payloads. */
export function useUserDeliveries(clerkId: string | undefined) {
  const where = clerkId === undefined ? undefined : { clerk_user_id: clerkId };
  return useOperatorQuery(
    api.webhookAudit.older,
    where === undefined ? 'skip' : { before: null, limit: DELIVERIES_PAGE, where },
  );
}

/** A user's deliveries with their payloads, newest first and without a gap. */
export interface UserHistory {
  entries: HistoryEntry[];
  /** Whether the oldest delivery that is kept is among them. */
  done: boolean;
}

/**
 * A user's history: the newest page live, earlier ones when asked for. What a new delivery pushes
 * off the live page stays.
 */
export function useUserHistory(clerkId: string) {
  const fetch = useOperatorFetch();
  const head = useOperatorQuery(api.webhookAudit.history, {
    clerk_user_id: clerkId,
    before: null,
    limit: HISTORY_PAGE,
  });
  const [history, setHistory] = useState<UserHistory | null>(null);
  const page = head.status === 'success' ? head.data : null;

  useEffect(() => {
    if (page === null) return;
    setHistory((known) => withNewest(known, { entries: page.rows, done: page.done }));
  }, [page]);

  /** One page, or as many as it takes until a delivery is among them. */
  async function loadEarlier(wanted?: AuditRow['_id']): Promise<void> {
    let before = history?.entries.at(-1)?.row.seq;
    while (before !== undefined) {
      const args = { clerk_user_id: clerkId, before, limit: HISTORY_PAGE };
      const { rows, done } = await fetch(api.webhookAudit.history, args);
      setHistory((known) => ({ entries: [...(known?.entries ?? []), ...rows], done }));
      const isEnough = wanted === undefined || rows.some(({ row }) => row._id === wanted);
      before = isEnough || done ? undefined : rows.at(-1)?.row.seq;
    }
  }

  return { history, error: head.status === 'error' ? head.error : null, loadEarlier };
}

/** Puts the newest page on top of what is known, or in its place when there is a gap between them. */
export function withNewest(known: UserHistory | null, newest: UserHistory): UserHistory {
  const oldest = newest.entries.at(-1)?.row.seq;
  if (known === null || oldest === undefined) return newest;
  if (!known.entries.some(({ row }) => row.seq >= oldest)) return newest;
  const earlier = known.entries.filter(({ row }) => row.seq < oldest);
  if (earlier.length === 0) return newest;
  return { entries: [...newest.entries, ...earlier], done: known.done };
}
