import type { Preview } from '../../convex/shared/preview.ts';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { ChangeTable } from '../inspector/change/ChangeTable.tsx';
import { fieldChanges } from '../inspector/change/fieldChanges.ts';
import { previewSentence } from './outcomeSentence.ts';

/** What a re-dispatch would do to its user's row, field by field. */
export function Effect({ preview }: { preview: Preview }) {
  const { outcome, reason, changed, before, after } = preview;
  const changes = fieldChanges(before, after).filter(({ field }) => changed.includes(field));
  return (
    <div className="flex flex-col gap-2">
      <p>
        <OutcomeChip outcome={outcome} /> {previewSentence(outcome, reason)}{' '}
        {outcome === 'applied' && before === null && 'The user would be created.'}
        {outcome === 'applied' && after === null && 'The user would be deleted.'}
      </p>
      {changes.length > 0 && <ChangeTable changes={changes} layout="inline" />}
    </div>
  );
}
