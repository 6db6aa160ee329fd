import { kindWords, shownFields } from '../event/changeWords.ts';
import { fieldsOf } from '../event/documentSides.ts';
import { fieldChanges, type FieldChange } from '../event/fieldChanges.ts';
import { FieldValue } from '../event/FieldValue.tsx';
import type { HistoryStep } from './steps.ts';

const LISTED = 6;

/** One write to a document in a few lines: each changed field, old and new. */
export function WriteChanges({ step: { write, before, after } }: { step: HistoryStep }) {
  if (write.kind !== 'update') return kindWords[write.kind];
  const fields = shownFields(write.fields);
  if (before.kind !== 'kept' || after.kind !== 'kept') return fields.join(', ');
  const changes = fieldChanges(fieldsOf(before), fieldsOf(after), write.fields).filter(
    ({ field, changed }) => changed && fields.includes(field),
  );
  const more = changes.slice(LISTED).map(({ field }) => field);
  return (
    <>
      {changes.slice(0, LISTED).map((change) => (
        <Changed key={change.field} change={change} />
      ))}
      {more.length > 0 && <p className="break-words">and {more.join(', ')}</p>}
    </>
  );
}

function Changed({ change: { field, before, after } }: { change: FieldChange }) {
  return (
    <p className="flex min-w-0 items-baseline gap-x-2">
      <code className="max-w-1/3 shrink-0 truncate" title={field}>
        {field}
      </code>
      <span className="min-w-0 truncate">
        <del className="text-removed no-underline">
          <FieldValue field={field} value={before} />
        </del>
        <span aria-hidden>{' → '}</span>
        <ins className="text-added no-underline">
          <FieldValue field={field} value={after} />
        </ins>
      </span>
    </p>
  );
}
