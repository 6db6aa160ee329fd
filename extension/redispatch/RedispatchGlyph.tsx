import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { usePanel } from '../panel/panel.tsx';
import { visibleString } from '../ui/text/invisibleCharacters.ts';
import { SendButton } from './send/SendButton.tsx';
import { useRedispatch } from './send/useRedispatch.ts';
import { whyNotRedispatch } from './send/whyNot.ts';

/** Re-dispatches the delivery of a timeline row with one click, like the key `r`. */
export function RedispatchGlyph({
  row,
  aimed,
}: {
  row: AuditRow;
  /** True if the user moved the pointer onto this row; false if the row moved under the pointer. */
  aimed: boolean;
}) {
  const { role } = usePanel();
  const socket = useSocketStatus();
  const { sending, send } = useRedispatch();
  const reason = whyNotRedispatch(role, socket, row);
  return (
    <SendButton
      look="quiet"
      className="h-5!"
      tabIndex={-1}
      aria-label={`Re-dispatch this ${visibleString(row.event_type)}`}
      title={reason ?? 'Re-dispatch (r)'}
      disabled={sending.kind === 'sending' || reason !== null}
      // The focus stays in the list, where Enter and Space send nothing.
      onMouseDown={(event) => event.preventDefault()}
      // A click without a pointer comes from assistive technology, which targets the button itself.
      onSend={({ detail }) => (aimed || detail === 0) && send({ row })}
    >
      ↻
    </SendButton>
  );
}
