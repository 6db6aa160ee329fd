import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { visibleString } from '../app/invisibleCharacters.ts';
import { VisibleText } from '../app/VisibleText.tsx';
import { useTimelineActions } from './timelineActions.ts';

/** Clerk, a reconciliation, or who re-dispatched it and the way to its original. */
export function SourceCell({ row }: { row: AuditRow }) {
  const { jumpToOriginal } = useTimelineActions();
  if (row.source === 'clerk') return <span className="text-muted">Clerk</span>;
  if (row.source === 'reconcile') return 'reconciliation';
  const { by, edited, forced } = row.redispatch ?? { by: '?', edited: false, forced: false };
  const how = [edited && 'edited', forced && 'forced'].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      tabIndex={-1}
      className="max-w-full truncate text-accent hover:underline"
      title="Go to the original delivery (g)"
      aria-label={`Re-dispatched by ${visibleString(by)}${how && `, ${how}`}: go to the original delivery`}
      onClick={(event) => {
        event.stopPropagation();
        jumpToOriginal(row);
      }}
    >
      <span aria-hidden>↻</span> <VisibleText text={by} />
      {how && ` (${how})`}
    </button>
  );
}
