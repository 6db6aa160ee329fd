import type { Preview } from '../../convex/shared/preview.ts';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { fieldName } from '../inspector/fieldNames.ts';
import { FieldValue } from '../inspector/FieldValue.tsx';
import { previewSentence } from './outcomeSentence.ts';

/** What a re-dispatch would do to its user's row, field by field. */
export function Effect({ preview }: { preview: Preview }) {
  const { outcome, reason, changed, before, after } = preview;
  return (
    <div className="flex flex-col gap-2">
      <p>
        <OutcomeChip outcome={outcome} /> {previewSentence(outcome, reason)}
      </p>
      {changed.length > 0 && (
        <table className="w-full table-fixed border-collapse" aria-label="Fields that would change">
          <thead>
            <tr className="text-left text-muted">
              <th className="w-1/4 py-0.5 pr-2 font-normal">Field</th>
              <th className="py-0.5 pr-2 font-normal">{before ? 'Now' : 'Now: no such user'}</th>
              <th className="py-0.5 font-normal">{after ? 'Then' : 'Then: deleted'}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((field) => (
              <tr key={field} className="border-t border-hairline align-top">
                <th scope="row" className="py-0.5 pr-2 text-left font-normal">
                  {fieldName(field)}
                </th>
                <td className="py-0.5 pr-2 font-mono break-words text-removed">
                  <FieldValue field={field} value={before?.[field]} />
                </td>
                <td className="py-0.5 font-mono break-words text-added">
                  <FieldValue field={field} value={after?.[field]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
