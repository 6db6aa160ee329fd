import { api } from '../../../convex/_generated/api.js';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { EventLog } from '../../data/feed/events.ts';
import { useOperatorFetch } from '../../data/connection/operator.tsx';
import { usePanel } from '../../panel/panel.tsx';

/** Opens a row's first attempt or its original, loaded or not. */
export function useGoTo(log: EventLog) {
  const panel = usePanel();
  const ask = useOperatorFetch();

  async function openFirstAttempt(row: AuditRow) {
    const { svix_id } = row;
    const isFirst = (one: AuditRow) => one.svix_id === svix_id && one.attempt === 1;
    const here = log.states.rowsOf(row).find(isFirst);
    if (here !== undefined) return panel.select(here._id);
    const page = await ask(api.webhookAudit.older, { before: null, where: { svix_id } });
    const rows = page.rows;
    const first = rows.find(isFirst) ?? rows.at(-1);
    if (first !== undefined) panel.select(first._id);
  }

  return {
    openFirstAttempt: (row: AuditRow) => void openFirstAttempt(row),
    openOriginal: (row: AuditRow) => row.redispatch && panel.select(row.redispatch.of),
  };
}
