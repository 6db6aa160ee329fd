import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { VisibleText } from '../app/VisibleText.tsx';
import { changedWords } from './item.ts';

/** What a delivery changed, as fields of the users row, or in a word; else the reason why nothing. */
export function ChangedOrWhy({ row }: { row: AuditRow }) {
  const words = changedWords(row);
  if (words === '') {
    return (
      <span className="text-muted">
        <VisibleText text={row.reason ?? '–'} />
      </span>
    );
  }
  const areFields = words === row.changed.join(', ');
  return (
    <span className={areFields ? 'font-mono text-[11px]' : undefined}>
      <VisibleText text={words} />
    </span>
  );
}
