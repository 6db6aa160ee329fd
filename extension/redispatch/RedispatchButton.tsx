import { useId } from 'react';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { Button } from '../ui/control/Button.tsx';
import { usePanel } from '../panel/panel.tsx';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { SendButton } from './send/SendButton.tsx';
import { useRedispatch } from './send/useRedispatch.ts';
import { whyNotRedispatch } from './send/whyNot.ts';

/**
 * Re-dispatches one delivery with one click. The buttons beside it preview the effect or edit the
 * payload first.
 */
export function RedispatchButton({
  row,
  isKept,
}: {
  row: AuditRow;
  /** True if the delivery's payload is stored; omitted if not known. */
  isKept?: boolean;
}) {
  const { role } = usePanel();
  const socket = useSocketStatus();
  const { sending, send, openPreview, openEditor } = useRedispatch();
  const reasonId = useId();
  const reason = whyNotRedispatch(role, socket, row, isKept);
  const busy = sending.kind === 'sending';
  const disabled = busy || reason !== null;

  const described = reason === null ? undefined : reasonId;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="inline-flex -space-x-px">
        <SendButton
          disabled={disabled}
          aria-describedby={described}
          hint={reason ?? 'Send it again as it was received (r)'}
          onSend={() => send({ row })}
        >
          <span aria-hidden>↻</span> Re-dispatch
        </SendButton>
        <Button
          disabled={disabled}
          aria-label="Preview re-dispatch"
          aria-describedby={described}
          hint={reason ?? 'Preview the effect; add a note or force'}
          onClick={() => openPreview(row)}
        >
          Preview…
        </Button>
        <Button
          disabled={disabled}
          aria-label="Edit and re-dispatch"
          aria-describedby={described}
          hint={reason ?? 'Change the payload first'}
          onClick={() => openEditor(row)}
        >
          Edit…
        </Button>
      </span>
      {reason !== null && (
        <span id={reasonId} className="min-w-0 flex-1 basis-40 text-muted">
          {reason}
        </span>
      )}
    </div>
  );
}
