import type { ReactNode } from 'react';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { JsonObject } from '../../webhooks/shared/exactJson.ts';
import type { User } from '../../webhooks/shared/userRow.ts';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { useRowHistory } from '../data/rowHistory.ts';
import { BeforeAfter } from '../event/BeforeAfter.tsx';
import type { FieldChange } from '../event/fieldChanges.ts';
import { changedOutside, stepsOf } from '../history/steps.ts';
import { usePanel } from '../panel/panel.tsx';
import { SendButton } from '../redispatch/send/SendButton.tsx';
import { useRedispatch } from '../redispatch/send/useRedispatch.ts';
import { whyNotRedispatch } from '../redispatch/send/whyNot.ts';
import { Button } from '../ui/control/Button.tsx';
import { visibleString } from '../ui/text/invisibleCharacters.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { When } from '../ui/time/When.tsx';

/**
 * The verdict on a user's row in one sentence: in step, behind, edited or deleted outside webhooks,
 * deleted, or never there.
 */
export function UserVerdict({
  user,
  row,
  document,
}: {
  user: User;
  row: JsonObject | null;
  document: string | undefined;
}) {
  const { usersTable } = usePanel().deployment;
  if (user.open_failure !== null) return <Behind failure={user.open_failure} />;
  if (user.subject?.deleted_at != null) {
    return (
      <Verdict color={row === null ? 'text-muted' : 'text-warning'}>
        {row === null ? 'Deleted at Clerk' : '⚠ Deleted at Clerk, but the row is still there'},{' '}
        <When at={user.subject.deleted_at} />.
      </Verdict>
    );
  }
  if (usersTable === null) return null;
  if (document === undefined) return <NotStored />;
  return <StoredVerdict row={row} document={document} />;
}

/** The row lacks the data of a failed event, which a re-dispatch may bring. */
function Behind({ failure }: { failure: AuditRow }) {
  const { role, select } = usePanel();
  const socket = useSocketStatus();
  const { sending, send } = useRedispatch();
  const whyNot = whyNotRedispatch(role, socket, failure);
  const type = visibleString(failure.event_type);
  return (
    <Verdict
      color="text-failed"
      actions={
        <>
          <SendButton
            disabled={sending.kind === 'sending' || whyNot !== null}
            aria-label={`Re-dispatch the failed ${type}`}
            hint={whyNot ?? 'Send the failed event again as it was received'}
            onSend={() => send({ row: failure })}
          >
            <span aria-hidden>↻</span> Re-dispatch
          </SendButton>
          <Button onClick={() => select(failure._id)}>Open the failure</Button>
        </>
      }
    >
      ✕ Behind: <EventName row={failure} /> failed
      {failure.error_line !== undefined && (
        <>
          : <VisibleText text={failure.error_line} />
        </>
      )}
      . No later event mended it.
    </Verdict>
  );
}

function NotStored() {
  return <Verdict color="text-muted">Not in the users table.</Verdict>;
}

function StoredVerdict({ row, document }: { row: JsonObject | null; document: string }) {
  const { role, select } = usePanel();
  const { history } = useRowHistory(document);
  if (history === null) return null;
  const newest = stepsOf(history.writes).at(-1);
  if (newest === undefined && row !== null) {
    return <Verdict color="text-muted">No recorded event has written this row.</Verdict>;
  }
  if (newest === undefined || (row === null && newest.after.kind === 'none')) return <NotStored />;
  const { write, after } = newest;
  const event = <EventName row={write.row} />;
  const open = <Button onClick={() => select(write.row._id)}>Open that event</Button>;
  if (row === null) {
    return (
      <Verdict color="text-warning" actions={open}>
        ⚠ Deleted outside webhooks since {event}.
      </Verdict>
    );
  }
  if (after.kind === 'left out') {
    return (
      <Verdict color="text-muted" actions={open}>
        Too large to compare with {event}.
      </Verdict>
    );
  }
  const outside = changedOutside(after, row);
  if (outside.length > 0) {
    return (
      <Verdict color="text-warning" actions={open}>
        ⚠ Edited outside webhooks since {event}: <OutsideEdits edits={outside} />
      </Verdict>
    );
  }
  return role === 'viewer' ? (
    <Verdict color="text-muted" actions={open}>
      Last written by {event}. Your key is read-only: values are masked, so an edit outside webhooks
      does not show.
    </Verdict>
  ) : (
    <Verdict color="text-applied" actions={open}>
      ✓ In step: the row is as {event} left it.
    </Verdict>
  );
}

/** Each field with its value then and now. */
function OutsideEdits({ edits }: { edits: readonly FieldChange[] }) {
  return edits.map((edit, index) => (
    <span key={edit.field}>
      {index > 0 && ', '}
      <span className="font-mono text-[11px]">
        <VisibleText text={edit.field} />
      </span>{' '}
      <BeforeAfter {...edit} />
    </span>
  ));
}

function EventName({ row: { event_type, received_at } }: { row: AuditRow }) {
  return (
    <>
      <VisibleText text={event_type} /> of <When at={received_at} />
    </>
  );
}

function Verdict({
  color,
  actions,
  children,
}: {
  color: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline p-2">
      <p
        role="status"
        aria-label="Verdict"
        className={`min-w-0 flex-1 basis-60 break-words ${color}`}
      >
        {children}
      </p>
      {actions}
    </div>
  );
}
