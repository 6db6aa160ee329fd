import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { Button } from '../../app/Button.tsx';
import { usePanel } from '../../app/panel.tsx';
import { isImported } from '../../data/imported.ts';
import { FileHistory, UserHistory } from './UserHistory.tsx';

/** The user of one delivery: its row now, and at any moment that the history knows. */
export function UserTab({ row }: { row: AuditRow }) {
  if (row.clerk_user_id === undefined) {
    return (
      <EmptyState title="This event is about no user">
        <p>Only user.created, user.updated and user.deleted events change the users table.</p>
      </EmptyState>
    );
  }
  if (isImported(row._id)) return <UserOfFile clerkId={row.clerk_user_id} at={row._id} />;
  return <UserHistory key={row.clerk_user_id} clerkId={row.clerk_user_id} at={row._id} />;
}

/** A file may be of another deployment, so the connected one's row is shown only when asked for. */
function UserOfFile({ clerkId, at }: { clerkId: string; at: AuditRow['_id'] }) {
  const panel = usePanel();
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-x-2 border-b border-hairline p-1">
        <p className="min-w-0 flex-1 basis-60 px-1 text-muted">
          As the file’s deliveries tell it. A user with this id in the connected deployment may be
          another one.
        </p>
        <Button onClick={() => panel.openUser(clerkId)}>Look in {panel.deployment.name}</Button>
      </div>
      <div className="min-h-0 flex-1">
        <FileHistory key={clerkId} clerkId={clerkId} at={at} />
      </div>
    </div>
  );
}
