import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { Dialog } from '../../ui/overlay/Dialog.tsx';
import { SendForm } from './SendForm.tsx';

/**
 * Previews the re-dispatch of a delivery as it was received. Writes nothing until the operator
 * sends it.
 */
export function PreviewDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  return (
    <Dialog title={`Preview: re-dispatch ${row.event_type}`} onClose={onClose}>
      <SendForm row={row} />
    </Dialog>
  );
}
