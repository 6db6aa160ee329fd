import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { EmptyState } from '../../app/EmptyState.tsx';
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
  return <UserHistory key={row.clerk_user_id} clerkId={row.clerk_user_id} at={row._id} />;
}
