import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
import { Button } from '../../app/Button.tsx';
import { usePanel } from '../../app/panel.tsx';
import { isImported } from '../../data/imported.ts';
import { UserHistory } from './UserHistory.tsx';

/** The user of one delivery: its row now, and at any moment that the history knows. */
export function UserTab({ row }: { row: AuditRow }) {
  if (row.clerk_user_id === undefined) {
    return (
      <EmptyState title="This event is about no user">
        <p>Only user.created, user.updated and user.deleted events change the users table.</p>
      </EmptyState>
    );
  }
  if (isImported(row._id)) return <UserOfFile clerkId={row.clerk_user_id} />;
  return <UserHistory key={row.clerk_user_id} clerkId={row.clerk_user_id} at={row._id} />;
}

/** A file may be of another deployment, so the connected one's row is shown only when asked for. */
function UserOfFile({ clerkId }: { clerkId: string }) {
  const panel = usePanel();
  return (
    <EmptyState title="The file does not hold the users table">
      <p className="max-w-md">
        It holds the row before and after each delivery: see Change. A user with this id in the
        connected deployment may be another one.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button onClick={() => panel.setFilter(`user:${clerkId}`)}>Their events in the file</Button>
        <Button onClick={() => panel.openUser(clerkId)}>Look in {panel.deployment.name}</Button>
      </div>
    </EmptyState>
  );
}
