import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Preview } from '../../convex/shared/preview.ts';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { ChangeTable } from '../inspector/change/ChangeTable.tsx';
import { fieldChanges } from '../inspector/change/fieldChanges.ts';
import { handlerWarning } from './effectSummary.ts';
import { previewSentence } from './outcomeSentence.ts';
import { Warning } from './Warning.tsx';

/** What a re-dispatch of `row` would do to its user's row, field by field. */
export function Effect({ row, preview }: { row: AuditRow; preview: Preview }) {
  const { outcome, changed, before, after } = preview;
  const changes = fieldChanges(before, after).filter(({ field }) => changed.includes(field));
  return (
    <div className="flex flex-col gap-2">
      <p>
        <OutcomeChip outcome={outcome} /> <VisibleText text={previewSentence(preview)} />
      </p>
      {outcome === 'applied' && row.outcome === 'failed' && (
        <Warning>{handlerWarning('it')}</Warning>
      )}
      {changes.length > 0 && <ChangeTable changes={changes} layout="inline" />}
    </div>
  );
}
