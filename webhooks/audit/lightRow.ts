import type { AuditFields } from '../shared/auditRow.ts';
import { fittedChanges, MAX_CHANGES_BYTES } from './fittedChanges.ts';

/** UTF-8 bytes of a row as JSON: lists read and send rows by the hundred. */
export const MAX_ROW_BYTES = 1536;
/** Room for what the database adds, `_id` and `seq`, and for the names of the fields that are cut. */
const RESERVED_BYTES = 160;

/**
 * A row cut to 1.5 KB, so that senders cannot make lists heavy. The note is not cut, since an
 * operator wrote it; ids and types are not, since they are bounded where they are read.
 */
export function lightRow<Row extends AuditFields>(row: Row): Row {
  const { user_label, reason, error_line, changes, payload_changed, ...fixed } = row;
  const { note: _note, ...redispatch } = row.redispatch ?? {};
  let room = MAX_ROW_BYTES - RESERVED_BYTES - bytesOf({ ...fixed, redispatch });
  const taken = <Value>(value: Value): Value => {
    room -= bytesOf(value);
    return value;
  };
  const cut = (text: string | undefined) => text && taken(cutTo(text, room));
  return {
    ...row,
    user_label: cut(user_label),
    reason: cut(reason),
    error_line: cut(error_line),
    changes: taken(fittedChanges(changes, Math.min(MAX_CHANGES_BYTES, room))),
    payload_changed: fittingNames(payload_changed, room),
  };
}

/** As many names as fit, and `…` for the others, since an empty list means that nothing differs. */
function fittingNames(names: string[] | undefined, room: number): string[] | undefined {
  if (names === undefined || bytesOf(names) <= room) return names;
  room -= bytesOf(['…']);
  const fitting = names.filter((name) => (room -= bytesOf(name) + 1) >= 0);
  return fitting.length === 0 ? undefined : [...fitting, '…'];
}

/** As much of a text as fits, or undefined. */
function cutTo(text: string, room: number): string | undefined {
  if (bytesOf(text) <= room) return text;
  let start = text;
  while (start !== '' && bytesOf(`${start}…`) > room) start = start.slice(0, -8);
  return start === '' ? undefined : `${start}…`.toWellFormed();
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value) ?? '').length;
}
