import { FieldValue } from './FieldValue.tsx';
import type { FieldChange } from './fieldChanges.ts';

/** A changed field in one line: the value before and after. */
export function BeforeAfter({ field, before, after }: Omit<FieldChange, 'changed'>) {
  const [was, is] = [before !== undefined, after !== undefined];
  return (
    <>
      {was && (
        <del className="bg-removed-bg text-removed">
          <FieldValue field={field} value={before} />
        </del>
      )}
      {was && is && (
        <span aria-hidden className="text-muted">
          {' → '}
        </span>
      )}
      {is && (
        <ins className="bg-added-bg text-added no-underline">
          <FieldValue field={field} value={after} />
        </ins>
      )}
    </>
  );
}
