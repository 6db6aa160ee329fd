import { VisibleText } from '../app/VisibleText.tsx';
import { When } from '../app/When.tsx';

/** One value of a users row. Times are told as such; a field that is not set is a dash. */
export function FieldValue({ field, value }: { field: string; value: unknown }) {
  if (value === undefined || value === null) {
    return (
      <span className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">not set</span>
      </span>
    );
  }
  if (typeof value === 'number' && field.endsWith('_at')) return <When at={value} />;
  return <VisibleText text={typeof value === 'string' ? value : JSON.stringify(value)} />;
}
