import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { PageChange } from './changes.ts';
import { pairingOf, type Pairing } from './pairing.ts';

/** The pairings of several changes. Each is computed again only after new rows of its user. */
export class Pairings {
  #found = new Map<string, { pairing: Pairing; rows: readonly AuditRow[] }>();

  of(changes: readonly PageChange[], rowsOf: (userId: string) => readonly AuditRow[]): Pairing[] {
    const before = this.#found;
    this.#found = new Map();
    return changes.map((change) => {
      const rows = rowsOf(change.userId);
      const known = before.get(change.key);
      const isKnown = known?.rows === rows && isSameCall(known.pairing.change, change);
      const pairing = isKnown ? known.pairing : pairingOf(change, rows);
      this.#found.set(change.key, { pairing, rows });
      return pairing;
    });
  }
}

/** Another call may turn out to be the cause of a change. */
function isSameCall({ call: one }: PageChange, { call: other }: PageChange): boolean {
  return one.name === other.name && one.startedAt === other.startedAt;
}
