import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { useTimelineCommands } from '../state/timeline.ts';

/** The attempt's number. For a retry, a button to its first attempt. */
export function AttemptCell({ row }: { row: AuditRow }) {
  const { openFirstAttempt } = useTimelineCommands();
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
        openFirstAttempt(row);
      }}
    >
      <span aria-hidden>⟲</span> {row.attempt}
    </button>
  );
}
