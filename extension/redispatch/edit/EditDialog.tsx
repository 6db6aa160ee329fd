import { lazy, Suspense, useState } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { Button } from '../../ui/control/Button.tsx';
import { Dialog } from '../../ui/overlay/Dialog.tsx';
import { Failure } from '../../ui/notice/Failure.tsx';
import { Loading } from '../../panel/Loading.tsx';
import { useDelivery } from '../../data/delivery.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { editorPlace } from './editorPlace.ts';
import { useEdit } from './useEdit.ts';

/** Loaded on first use, since it includes CodeMirror. */
const EditForm = lazy(() => import('./EditForm.tsx'));

/**
 * Opens at once, so that keys typed meanwhile do not reach the page. It asks before it discards an
 * edit.
 */
export function EditDialog({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const delivery = useDelivery(row._id);
  const [edited, setEdited] = useState(false);
  const [leaving, setLeaving] = useState(false);

  function keepEditing() {
    setLeaving(false);
    editorPlace.focus();
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
        <OpenedEdit row={row} original={delivery.data.body} onEdited={setEdited} />
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
  const loading = <p className="text-muted">Loading the body …</p>;
  if (opened === null) return loading;
  if ('error' in opened) return <Failure message={opened.error} />;
  return (
    <Suspense fallback={loading}>
      <EditForm {...form} {...opened} />
    </Suspense>
  );
}
