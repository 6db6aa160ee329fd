import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Dialog } from '../app/Dialog.tsx';
import { SendForm } from './SendForm.tsx';

/** What re-dispatching a delivery as it was received would do now; writes nothing until it is sent. */
export function PreviewDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  return (
    <Dialog title={`Preview: re-dispatch ${row.event_type}`} onClose={onClose}>
      <SendForm row={row} />
    </Dialog>
  );
}
