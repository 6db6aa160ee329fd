import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import { Button } from '../ui/control/Button.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { usePanel } from '../panel/panel.tsx';
import { OutcomeChip } from '../event/OutcomeChip.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { outcomeSentence } from './send/outcomeSentence.ts';
import { useRedispatch, type Sending } from './send/useRedispatch.ts';

const LINE =
  'flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 border-t border-hairline bg-surface px-2 py-0.5';

/** One line at the foot of the panel: the result of the last re-dispatch. */
export function SendingNotice() {
  const { sending, retry, dismiss } = useRedispatch();
  const { select } = usePanel();
  return (
    <>
      <div role="status" aria-label="Re-dispatch">
        {(sending.kind === 'sending' || sending.kind === 'done') && (
          <div className={LINE}>
            <p className="min-w-0 flex-1 basis-60 break-words">
              <Progress sending={sending} />
            </p>
            {sending.kind === 'done' && sending.leftAside && (
              <Button onClick={() => select(sending.id)}>Open it</Button>
            )}
            {sending.kind === 'done' && (
              <Button look="quiet" aria-label="Dismiss" onClick={dismiss}>
                ✕
              </Button>
            )}
          </div>
        )}
      </div>
      {sending.kind === 'failed' && (
        <div className={LINE}>
          <Failure
            message={`Not re-dispatched: ${nameOf(sending.request.row)}. ${sending.message}`}
            // Copy the message without the user's name.
            copied={sending.message}
            onRetry={() => retry(sending.request)}
            onClose={dismiss}
          />
        </div>
      )}
    </>
  );
}

function nameOf({ event_type, user_label }: AuditRow): string {
  return user_label === undefined ? event_type : `${event_type} of ${user_label}`;
}

function Progress({ sending }: { sending: Extract<Sending, { kind: 'sending' | 'done' }> }) {
  const socket = useSocketStatus();
  const what = <VisibleText text={nameOf(sending.request.row)} />;
  switch (sending.kind) {
    case 'sending':
      return socket.kind === 'live' ? (
        <>Re-dispatching {what} …</>
      ) : (
        <>
          Connection lost while re-dispatching {what}. Whether the server applied it is not known
          yet. It answers on reconnecting, and applies the event at most once. Keep the panel open
          until then.
        </>
      );
    case 'done':
      return (
        <>
          Re-dispatched {what}: <OutcomeChip outcome={sending.outcome} />.{' '}
          {outcomeSentence(sending.outcome, sending.reason)}
        </>
      );
  }
}
