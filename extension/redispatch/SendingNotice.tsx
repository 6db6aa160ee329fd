import { Button } from '../app/Button.tsx';
import { CopyButton } from '../app/CopyButton.tsx';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { outcomeSentence } from './outcomeSentence.ts';
import { useRedispatch } from './redispatch.ts';

/** One line at the foot of the panel: what became of the last re-dispatch. */
export function SendingNotice() {
  const { sending, send, dismiss } = useRedispatch();
  return (
    <div role="status" aria-label="Re-dispatch">
      {sending.kind !== 'idle' && (
        <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 border-t border-hairline bg-surface px-2 py-0.5">
          <p className="min-w-0 flex-1 basis-60 break-words">
            <Message />
          </p>
          {sending.kind === 'failed' && (
            <>
              <CopyButton text={() => sending.message}>Copy</CopyButton>
              <Button onClick={() => send(sending.request)}>Retry</Button>
            </>
          )}
          {sending.kind !== 'sending' && (
            <Button look="quiet" aria-label="Dismiss" onClick={dismiss}>
              ✕
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Message() {
  const { sending } = useRedispatch();
  const socket = useSocketStatus();
  if (sending.kind === 'idle') return null;
  const { row } = sending.request;
  const what = (
    <>
      <VisibleText text={row.event_type} />
      {row.user_label !== undefined && (
        <>
          {' of '}
          <VisibleText text={row.user_label} />
        </>
      )}
    </>
  );
  switch (sending.kind) {
    case 'sending':
      return socket.kind === 'live' ? (
        <>Re-dispatching {what} …</>
      ) : (
        <>
          Connection lost while re-dispatching {what}. Whether the server applied it is not known
          yet: it answers on reconnecting, and applies it once at most. Keep the panel open until
          then.
        </>
      );
    case 'done':
      return (
        <>
          Re-dispatched {what}: <OutcomeChip outcome={sending.outcome} />.{' '}
          {outcomeSentence(sending.outcome, sending.reason)}
        </>
      );
    case 'failed':
      return (
        <span className="text-failed">
          Not re-dispatched: {what}. {sending.message}
        </span>
      );
  }
}
