import { useLayoutEffect, useRef } from 'react';
import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { isImported } from '../../data/imported.ts';
import type { EventLog } from '../../data/feed/events.ts';
import { useOperatorFetch } from '../../data/connection/operator.tsx';
import type { TimelineItem } from '../../event/item.ts';
import { usePanel } from '../../panel/panel.tsx';

/** Opens a row's first attempt or its original, loaded or not. */
export function useGoTo(log: EventLog, active: TimelineItem | null) {
  const panel = usePanel();
  const ask = useOperatorFetch();
  const asking = useRef(new AbortController());
  // A late answer must not replace an event that was opened meanwhile.
  useLayoutEffect(() => () => asking.current.abort(), [active?._id]);

  async function openFirstAttempt(row: AuditRow) {
    const { svix_id } = row;
    const firstOf = (rows: readonly AuditRow[]) => rows.find(({ attempt }) => attempt === 1);
    const here = log.states.rowsOf(row).filter((one) => one.svix_id === svix_id);
    const loaded = firstOf(here) ?? (isImported(row._id) ? here[0] : undefined);
    if (loaded !== undefined) return panel.select(loaded._id);
    asking.current.abort();
    asking.current = new AbortController();
    const { signal } = asking.current;
    const { rows } = await ask(api.webhookAudit.older, { before: null, where: { svix_id } });
    const first = firstOf(rows) ?? rows.at(-1);
    if (first !== undefined && !signal.aborted) panel.select(first._id);
  }

  return {
    openFirstAttempt: (row: AuditRow) => void openFirstAttempt(row),
    openOriginal: (row: AuditRow) => row.redispatch && panel.select(row.redispatch.of),
  };
}
