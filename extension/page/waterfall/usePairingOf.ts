import type { AuditId } from '../../../webhooks/shared/auditRow.ts';
import { usePageSnapshot } from '../watch/PageProvider.tsx';
import type { Pairing } from '../pairing/pairing.ts';

/** The pairing of a delivery with the page's change; null if the page did not cause it. */
export function usePairingOf(id: AuditId): Extract<Pairing, { state: 'paired' }> | null {
  for (const pairing of usePageSnapshot().pairings) {
    if (pairing.state === 'paired' && pairing.rows.some((row) => row._id === id)) return pairing;
  }
  return null;
}
