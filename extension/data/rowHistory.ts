import { useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import type { RowWrite } from '../../webhooks/shared/delivery.ts';
import { useOperatorFetch, useOperatorQuery } from './connection/operator.tsx';

const PAGE = 50;

/** The writes to one document, newest first and without a gap. */
export interface RowHistory {
  writes: RowWrite[];
  /** True if the oldest stored write is among them. */
  done: boolean;
}

/**
 * The history of one document: the newest page live, earlier pages on request. A write stays loaded
 * when it leaves the live page.
 */
export function useRowHistory(document: string) {
  const fetch = useOperatorFetch();
  const head = useOperatorQuery(api.webhookAudit.rowHistory, {
    document,
    before: null,
    limit: PAGE,
  });
  const page = head.status === 'success' ? head.data : null;
  const [history, setHistory] = useState<RowHistory | null>(null);
  const [newest, setNewest] = useState<RowHistory | null>(null);
  if (page !== null && page !== newest) {
    setNewest(page);
    setHistory(withNewest(history, page));
  }

  /** Loads one page, or as many pages as it takes to reach the wanted delivery. */
  async function loadEarlier(wanted?: AuditId): Promise<void> {
    let before = history?.writes.at(-1)?.seq ?? null;
    while (before !== null) {
      const args = { document, before, limit: PAGE };
      const { writes, next, done } = await fetch(api.webhookAudit.rowHistory, args);
      setHistory((known) => ({ writes: [...(known?.writes ?? []), ...writes], done }));
      const isEnough = wanted === undefined || writes.some(({ row }) => row._id === wanted);
      before = isEnough ? null : next;
    }
  }

  return { history, error: head.status === 'error' ? head.error : null, loadEarlier };
}

/** Adds the newest page to the known writes, or replaces them if there is a gap between the two. */
export function withNewest(known: RowHistory | null, newest: RowHistory): RowHistory {
  const oldest = newest.writes.at(-1)?.seq;
  if (known === null || oldest === undefined) return newest;
  if (!known.writes.some(({ seq }) => seq >= oldest)) return newest;
  const earlier = known.writes.filter(({ seq }) => seq < oldest);
  if (earlier.length === 0) return newest;
  return { writes: [...newest.writes, ...earlier], done: known.done };
}
