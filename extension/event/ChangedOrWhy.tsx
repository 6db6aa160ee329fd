import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { changeWords } from './changeWords.ts';

/** The tables and fields that a delivery changed; else the reason why it changed nothing. */
export function ChangedOrWhy({ row }: { row: AuditRow }) {
  const words = changeWords(row);
  if (words !== '') {
    return (
      <span className="font-mono text-[11px]">
        <VisibleText text={words} />
      </span>
    );
  }
  return (
    <span className="text-muted">
      <VisibleText text={row.error_line ?? row.reason ?? '–'} />
    </span>
  );
}
