import { useState, type ReactNode } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Button } from '../app/Button.tsx';
import { Failure } from '../app/Failure.tsx';
import { usePanel } from '../app/panel.tsx';
import { momentText } from '../app/When.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { useOperatorQuery } from '../data/operator.tsx';
import { refusalMessage } from '../data/refusal.ts';
import { Effect } from './Effect.tsx';
import { ForceChoice } from './ForceChoice.tsx';
import { NoteField } from './NoteField.tsx';
import { guardOf, overrideSentence, type Guard } from './overriddenGuard.ts';
import { useRedispatch } from './redispatch.ts';
import { whyNotRedispatch } from './whyNot.ts';

/**
 * The live effect of a re-dispatch, what it takes to force it, a note, and the button that sends it.
 *
 * @param body an edited body, or undefined for the recorded one
 * @param blocked why it must not be sent as it is
 * @param waiting whether `body` and `blocked` lag behind what is being typed
 * @param remedy what else can be done about a guard that holds the event back
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

  const args = blocked === null ? { id: row._id, body } : 'skip';
  const unforced = useOperatorQuery(api.redispatch.preview, args);
  const guard = unforced.status === 'success' ? guardOf(unforced.data) : null;
  const force = guard !== null && agreed === guard;
  const forcedArgs = force && args !== 'skip' ? { ...args, force } : 'skip';
  const forced = useOperatorQuery(api.redispatch.preview, forcedArgs);
  const shown = force ? forced : unforced;

  const refused = shown.status === 'error' ? refusalMessage(shown.error) : null;
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
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <section aria-label="Effect" aria-live="polite" aria-busy={shown.status === 'pending'}>
        {shown.status === 'success' && <Effect row={row} preview={shown.data} />}
        {shown.status === 'pending' && reason === null && (
          <p className="text-muted">Working out what this would do …</p>
        )}
        {reason !== null && <p className="text-failed">{reason}</p>}
        {reason === null && refused !== null && <Failure message={refused} />}
      </section>
      {guard !== null && unforced.status === 'success' && (
        <>
          {remedy?.(guard)}
          <ForceChoice
            sentence={overrideSentence(unforced.data, momentText)}
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
        <Button
          type="submit"
          look="primary"
          disabled={busy || waiting || reason !== null || shown.status !== 'success'}
        >
          {busy ? 'Re-dispatching …' : 'Re-dispatch'}
        </Button>
      </div>
    </form>
  );
}
