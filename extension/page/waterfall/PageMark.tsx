import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { usePairingOf } from './usePairingOf.ts';

/** Marks a row that the inspected page caused. */
export function PageMark({ row }: { row: AuditRow }) {
  const pairing = usePairingOf(row._id);
  if (pairing === null) return null;
  return (
    <span className="text-accent" title={`Caused by the page: ${pairing.change.call.name}`}>
      <span aria-hidden>⌁ </span>
      <span className="sr-only">caused by the page </span>
    </span>
  );
}
