import { useState, type ReactNode } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { Failure } from '../../ui/notice/Failure.tsx';
import { usePanel } from '../../panel/panel.tsx';
import { useSocketStatus } from '../../data/connection/DeploymentConnection.tsx';
import { usePreview } from '../../data/preview.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { Effect } from './Effect.tsx';
import { ForceChoice } from './ForceChoice.tsx';
import { NoteField } from './NoteField.tsx';
import { guardOf, overrideSentences, type Guard } from './overriddenGuard.ts';
import { SendButton } from './SendButton.tsx';
import { useRedispatch } from './useRedispatch.ts';
import { whyNotRedispatch } from './whyNot.ts';

/**
 * The live effect of a re-dispatch, the choice to force it, a note, and the button that sends it.
 * Not a form element: Enter in the note would send.
 *
 * @param body an edited body, or undefined for the recorded one
 * @param blocked why the body must not be sent
 * @param waiting whether `body` and `blocked` lag behind the typed text
 * @param remedy another way past a guard that holds the event back
 */
export function SendForm({
  row,
  body,
  blocked = null,
  waiting = false,
  remedy,
}: {
  row: AuditRow;
  body?: string;
  blocked?: string | null;
  waiting?: boolean;
  remedy?: (guard: Guard) => ReactNode;
}) {
  const { sending, send } = useRedispatch();
  const { role } = usePanel();
  const socket = useSocketStatus();
  const [agreed, setAgreed] = useState<Guard | null>(null);
  const [note, setNote] = useState('');

  const args = blocked === null ? { id: row._id, body } : null;
  const unforced = usePreview(args, row.subject);
  const guard = guardOf(unforced);
  const force = guard !== null && agreed === guard;
  const forced = usePreview(force && args !== null ? { ...args, force } : null, row.subject);
  const shown = force ? forced : unforced;

  const previewError = shown.status === 'error' ? refusalMessage(shown.error) : null;
  const reason = whyNotRedispatch(role, socket, row) ?? blocked;
  const busy = sending.kind === 'sending';

  function submit() {
    send({
      row,
      ...(body !== undefined && { body }),
      ...(force && { force }),
      ...(note.trim() !== '' && { note: note.trim() }),
    });
  }

  return (
    <div className="flex flex-col gap-3">
      <section aria-label="Effect" aria-live="polite" aria-busy={shown.status === 'pending'}>
        {shown.status === 'success' && <Effect row={row} preview={shown.data} />}
        {shown.status === 'pending' && reason === null && (
          <p className="text-muted">Working out what this would do …</p>
        )}
        {reason !== null && <p className="text-failed">{reason}</p>}
        {reason === null && previewError !== null && (
          <Failure message={previewError} copied={guard === null ? undefined : null} />
        )}
      </section>
      {guard !== null && (
        <>
          {remedy?.(guard)}
          <ForceChoice
            sentence={overrideSentences[guard]}
            agreed={force}
            onChange={(agree) => setAgreed(agree ? guard : null)}
          />
        </>
      )}
      <NoteField note={note} onChange={setNote} />
      {sending.kind === 'failed' && sending.request.row._id === row._id && (
        <Failure message={sending.message} />
      )}
      <div className="flex justify-end">
        <SendButton
          look="primary"
          disabled={busy || waiting || reason !== null || shown.status !== 'success'}
          onSend={submit}
        >
          {busy ? 'Re-dispatching …' : 'Re-dispatch'}
        </SendButton>
      </div>
    </div>
  );
}
