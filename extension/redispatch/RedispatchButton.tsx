import { useId } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { visibleString } from '../app/invisibleCharacters.ts';
import { usePanel } from '../app/panel.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { useRedispatch } from './redispatch.ts';
import { whyNotRedispatch } from './whyNot.ts';

/**
 * Re-dispatches one delivery at one click; beside it what shows the effect first, and the editor.
 * `compact` is the glyph alone, for a timeline row, where the key `r` does the same.
 */
export function RedispatchButton({
  row,
  isKept,
  compact = false,
}: {
  row: AuditRow;
  /** Whether its payload is there to be sent; left out where that is not known. */
  isKept?: boolean;
  compact?: boolean;
}) {
  const { role } = usePanel();
  const socket = useSocketStatus();
  const { sending, send, openPreview, openEditor } = useRedispatch();
  const reasonId = useId();
  const reason = whyNotRedispatch(role, socket, row, isKept);
  const busy = sending.kind === 'sending';
  const disabled = busy || reason !== null;

  if (compact) {
    return (
      <Button
        look="quiet"
        className="h-5!"
        tabIndex={-1}
        aria-label={`Re-dispatch this ${visibleString(row.event_type)}`}
        title={reason ?? 'Re-dispatch (r)'}
        disabled={disabled}
        onClick={() => send({ row })}
      >
        ↻
      </Button>
    );
  }
  const described = reason === null ? undefined : reasonId;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="inline-flex -space-x-px">
        <Button
          disabled={disabled}
          aria-describedby={described}
          hint={reason ?? 'Send it again as it was received (r)'}
          onClick={() => send({ row })}
        >
          <span aria-hidden>↻</span> Re-dispatch
        </Button>
        <Button
          disabled={disabled}
          aria-label="Preview re-dispatch"
          aria-describedby={described}
          hint={reason ?? 'What would it do now? Note and force are there, too'}
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
