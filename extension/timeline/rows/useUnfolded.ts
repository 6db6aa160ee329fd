import { useMemo, useState } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { EventRows } from '../../data/feed/eventStates.ts';
import { isDelivery, type TimelineItem } from '../../event/item.ts';
import { isIn } from './foldedRows.ts';
import type { TimelineList, Unfolded } from './timelineList.ts';

/**
 * The list with its unfolded lines, each followed by all rows of its event. Opening a folded row
 * unfolds its line; opening the line itself folds it again.
 *
 * @param until deliveries with a greater `seq` wait
 */
export function useUnfolded(
  folded: TimelineList,
  rowsOf: (row: AuditRow) => EventRows,
  until: bigint,
  active: TimelineItem | null,
) {
  /** For each unfolded event, one of its rows, and what unfolded it. */
  const [open, setOpen] = useState<ReadonlyMap<string, { row: AuditRow; by: 'user' | 'opening' }>>(
    new Map(),
  );
  const isUnfolded = ({ event_id }: AuditRow) => open.has(event_id);
  const setUnfolded = (row: AuditRow, unfold: boolean, by: 'user' | 'opening' = 'user') =>
    setOpen((before) => {
      const after = new Map(before);
      if (unfold) after.set(row.event_id, { row, by });
      else after.delete(row.event_id);
      return after;
    });

  const lineOf = (row: AuditRow) => lineIn(folded, rowsOf(row));
  if (active !== null && isDelivery(active) && active.seq <= until) {
    const line = lineOf(active);
    const isLine = line?._id === active._id;
    if (line !== null && !isLine && !isUnfolded(active)) setUnfolded(active, true, 'opening');
    if (isLine && open.get(active.event_id)?.by === 'opening') setUnfolded(active, false);
  }

  const list = useMemo(() => {
    const unfolded: Unfolded[] = [];
    for (const { row } of open.values()) {
      const line = lineIn(folded, rowsOf(row));
      const others = rowsOf(row).filter(({ seq }) => seq !== line?.seq && seq <= until);
      if (line !== null && others.length > 0) unfolded.push({ line, rows: others.toReversed() });
    }
    return folded.withUnfolded(unfolded);
  }, [folded, open, rowsOf, until]);
  return { list, lineOf, setUnfolded, isUnfolded };
}

/** The listed row of an event. */
function lineIn(folded: TimelineList, rows: EventRows): AuditRow | null {
  return rows.findLast((row) => isIn(folded.lines, row)) ?? null;
}
