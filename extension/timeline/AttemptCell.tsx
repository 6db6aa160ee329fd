import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { useTimelineActions } from './timelineActions.ts';

/** The attempt's number; of a retry, also the way to its first attempt. */
export function AttemptCell({ row }: { row: AuditRow }) {
  const { jumpToFirstAttempt } = useTimelineActions();
  if (row.attempt === 1) return <span className="text-muted">1</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className="text-accent hover:underline"
      title="Go to the first attempt (g)"
      aria-label={`Attempt ${row.attempt}: go to the first attempt`}
      onClick={(event) => {
        event.stopPropagation();
        jumpToFirstAttempt(row);
      }}
    >
      <span aria-hidden>⟲</span> {row.attempt}
    </button>
  );
}
