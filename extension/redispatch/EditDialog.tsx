import { useRef, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { Dialog } from '../app/Dialog.tsx';
import { Failure } from '../app/Failure.tsx';
import { Loading } from '../app/Loading.tsx';
import { useDelivery } from '../data/delivery.ts';
import { refusalMessage } from '../data/refusal.ts';
import { EditForm } from './EditForm.tsx';
import { useEdit } from './useEdit.ts';

/** Loaded when first used, as it brings CodeMirror. An edit is not thrown away without asking. */
export default function EditDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const delivery = useDelivery(row._id);
  const [edited, setEdited] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const form = useRef<HTMLDivElement>(null);

  function keepEditing() {
    setLeaving(false);
    form.current?.querySelector<HTMLElement>('[contenteditable]')?.focus();
  }

  return (
    <Dialog
      wide
      title={`Edit and re-dispatch ${row.event_type}`}
      onClose={() => (edited ? setLeaving(true) : onClose())}
    >
      {leaving && (
        <div role="alert" className="mb-3 flex items-center gap-2 bg-warning-bg p-2 text-warning">
          <p className="flex-1">This edit has not been sent.</p>
          <Button onClick={onClose}>Discard it</Button>
          <Button onClick={keepEditing}>Keep editing</Button>
        </div>
      )}
      {delivery.status === 'pending' && <Loading text="Loading the body …" />}
      {delivery.status === 'error' && <Failure message={refusalMessage(delivery.error)} />}
      {delivery.status === 'success' && delivery.data.body === '' && (
        <p>The payload of this delivery is no longer kept, so there is nothing to edit.</p>
      )}
      {delivery.status === 'success' && delivery.data.body !== '' && (
        <div ref={form}>
          <OpenedEdit row={row} original={delivery.data.body} onEdited={setEdited} />
        </div>
      )}
    </Dialog>
  );
}

function OpenedEdit({
  original,
  ...form
}: {
  row: AuditRow;
  original: string;
  onEdited: (edited: boolean) => void;
}) {
  const opened = useEdit(original);
  if (opened === null) return <p className="text-muted">Loading the body …</p>;
  if ('error' in opened) return <Failure message={opened.error} />;
  return <EditForm {...form} {...opened} />;
}
