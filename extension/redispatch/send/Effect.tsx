import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Preview } from '../../../webhooks/shared/preview.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { DocumentChanges } from '../../event/DocumentChanges.tsx';
import { ScheduledCalls } from '../../event/ScheduledCalls.tsx';
import { failedBeforeWarning } from './effectSummary.ts';
import { previewSentence } from './outcomeSentence.ts';
import { Warning } from '../../ui/notice/Warning.tsx';

/**
 * The preview of a re-dispatch of `row`: every document that it would change, and every call that
 * it would schedule.
 */
export function Effect({ row, preview }: { row: AuditRow; preview: Preview }) {
  const { outcome, writes, written, unseen, scheduled } = preview;
  const more = written - writes.length + unseen;
  return (
    <div className="flex flex-col gap-2">
      <p>
        <OutcomeChip outcome={outcome} /> <VisibleText text={previewSentence(preview)} />
      </p>
      {outcome === 'applied' && row.outcome === 'failed' && (
        <Warning>{failedBeforeWarning('it')}</Warning>
      )}
      <DocumentChanges changes={writes} layout="inline" />
      <ScheduledCalls calls={scheduled} />
      {outcome === 'applied' && more > 0 && (
        <p className="text-muted">And {more.toLocaleString('en')} more writes.</p>
      )}
    </div>
  );
}
