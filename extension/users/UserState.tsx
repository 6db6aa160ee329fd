import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import { refusalMessage } from '../data/connection/refusal.ts';
import { useUser } from '../data/users.ts';
import { documentOf } from '../event/documentSides.ts';
import { RowHistory } from '../history/RowHistory.tsx';
import { Loading } from '../panel/Loading.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { LoadError } from '../ui/notice/Notice.tsx';
import { UserVerdict } from './UserVerdict.tsx';

/** A verdict on a user's row, and below it the row's history. */
export function UserState({
  clerkId,
  at,
  document,
}: {
  clerkId: string;
  /** The delivery whose write is shown first. */
  at?: AuditId;
  /** A document that this delivery wrote: for a deleted user, the former row. */
  document?: string;
}) {
  const read = useUser(clerkId);
  if (read.status === 'pending') return <Loading className="p-2" text="Loading the user…" />;
  if (read.status === 'error') return <LoadError error={refusalMessage(read.error)} />;
  const user = read.data;
  const row = user.row === null ? null : documentOf(user.row);
  const id = typeof user.row?._id === 'string' ? user.row._id : document;
  return (
    <div className="flex h-full flex-col">
      <UserVerdict user={user} row={row} document={id} />
      <div className="min-h-0 flex-1">
        {id === undefined ? (
          <EmptyState title="No row of this user is known">
            <p>Open an event that changed it to see its history.</p>
          </EmptyState>
        ) : (
          <RowHistory key={id} document={id} at={at} />
        )}
      </div>
    </div>
  );
}
