import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { sourceOf } from '../../event/item.ts';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { useTimelineCommands } from '../state/timeline.ts';

/**
 * Clerk, another source, a reconciliation, or the operator of a re-dispatch, with a button to its
 * original.
 */
export function SourceCell({ row }: { row: AuditRow }) {
  const { openOriginal } = useTimelineCommands();
  const source = sourceOf(row);
  if (source === 'clerk') return <span className="text-muted">Clerk</span>;
  if (source !== 'redispatch') return <VisibleText text={source} />;
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
        openOriginal(row);
      }}
    >
      <span aria-hidden>↻</span> <VisibleText text={by} />
      {how && ` (${how})`}
    </button>
  );
}
