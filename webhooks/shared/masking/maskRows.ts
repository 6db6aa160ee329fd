import type { AuditRow } from '../auditRow.ts';
import type { Rejection } from '../rejection.ts';
import { isOpenKey, isToken, MASK, maskText } from './maskPayload.ts';

type MaskedFields = Pick<
  AuditRow,
  | 'subject'
  | 'clerk_user_id'
  | 'user_label'
  | 'error_line'
  | 'redispatch'
  | 'payload_bytes'
  | 'payload_changed'
  | 'changes'
>;

/**
 * Masks the label, the handler's error, the note, the exact size of the body, and the names of
 * changed fields that are hidden in the masked body. Leaves out ids that are hidden there, such as
 * an address: masked ids would look equal.
 */
export function maskAuditRow<Row extends MaskedFields>(row: Row): Row {
  const masked = { ...row, payload_bytes: roughly(row.payload_bytes) };
  masked.changes = row.changes.map((one) => ({ ...one, fields: maskKeys(one.fields) }));
  if (row.payload_changed !== undefined) masked.payload_changed = maskKeys(row.payload_changed);
  if (isHidden(row.subject)) delete masked.subject;
  if (isHidden(row.clerk_user_id)) delete masked.clerk_user_id;
  if (row.user_label !== undefined) masked.user_label = MASK;
  if (row.error_line !== undefined) masked.error_line = MASK;
  if (row.redispatch?.note !== undefined) masked.redispatch = { ...row.redispatch, note: MASK };
  return masked;
}

/** Masks the contents of an unverified body. The diagnosis stays: it is in our own words. */
export function maskRejection({ claimed, ...rejection }: Rejection): Rejection {
  return {
    ...rejection,
    sample: {
      ...rejection.sample,
      body_start: MASK,
      body_bytes: roughly(rejection.sample.body_bytes),
    },
    claimed: claimed && {
      type: maskUnlessToken(claimed.type),
      user_id: maskUnlessToken(claimed.user_id),
      name: maskText(claimed.name),
    },
  };
}

function maskUnlessToken(text: string | undefined): string | undefined {
  return isHidden(text) ? MASK : text;
}

function isHidden(id: string | undefined): boolean {
  return id !== undefined && !isToken(id);
}

/** Rounds up to 1 KiB: the exact size of a body would reveal the length of a masked value. */
export function roughly(bytes: number): number {
  return Math.ceil(bytes / 1024) * 1024;
}

/** Ends a list of names that is cut: `…3 more`. */
const REST = /^…(?:\d+ more)?$/;

/** Names of changed fields without those that nobody chose who wrote code: they may be personal. */
export function maskKeys(keys: string[]): string[] {
  return [...new Set(keys.map((key) => (isOpenKey(key) || REST.test(key) ? key : MASK)))];
}
