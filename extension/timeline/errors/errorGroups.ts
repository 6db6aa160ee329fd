import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { EventStates } from '../../data/feed/eventStates.ts';
import type { StateTest } from '../rows/foldedRows.ts';

/** Failures whose errors differ only in ids, addresses and numbers. */
export interface ErrorGroup {
  /** The error of the newest failure. */
  error: string;
  /** The longest part that all their errors share, to filter by. */
  shared: string;
  failures: number;
  events: number;
  /** The newest failure of each event that is open. */
  open: AuditRow[];
  /** When the first and the last failure came, milliseconds since 1970. */
  first: number;
  last: number;
}

const VARIES = /"[^"]*"|'[^']*'|[\w.+-]{1,64}@[\w.-]+|\b[a-z]+_\w{6,}\b|\b[0-9a-z]{20,}\b|\d+/g;

/**
 * Groups the failures among some rows by their error, the group with the newest failure first.
 *
 * @param rows newest first
 * @param test skips events with other states; null for none
 */
export function errorGroups(
  rows: { length: number; at: (index: number) => AuditRow | undefined },
  states: EventStates,
  test: StateTest | null,
): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  const seen = new Set<string>();
  for (let index = 0; index < rows.length; index++) {
    const row = rows.at(index)!;
    if (row.outcome !== 'failed') continue;
    if (test !== null && !test(states.stateOf(row)?.kind ?? null)) continue;
    const error = row.error_line ?? row.reason ?? 'No error was recorded';
    const parts = error.split(VARIES);
    const key = parts.join('…');
    let group = groups.get(key);
    if (group === undefined) {
      const shared = parts.reduce((a, b) => (b.trim().length > a.length ? b.trim() : a), '');
      const times = { first: row.received_at, last: row.received_at };
      group = { error, shared, failures: 0, events: 0, open: [], ...times };
      groups.set(key, group);
    }
    group.failures += 1;
    group.first = Math.min(group.first, row.received_at);
    const event = `${row.source} ${row.event_id} ${key}`;
    if (seen.has(event)) continue;
    seen.add(event);
    group.events += 1;
    if (states.stateOf(row)?.kind === 'open') group.open.push(row);
  }
  return [...groups.values()];
}
