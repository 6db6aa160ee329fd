import type { Delivery } from '../../webhooks/shared/delivery.ts';
import { isImported } from '../data/imported.ts';
import { FileRowHistory } from '../history/RowHistory.tsx';
import { usePanel } from '../panel/panel.tsx';
import { Button } from '../ui/control/Button.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { UserState } from '../users/UserState.tsx';

/** The user of one delivery: a verdict on their row, and its history. */
export function UserTab({ delivery }: { delivery: Delivery }) {
  const { row, writes } = delivery;
  const { usersTable } = usePanel().deployment;
  const clerkId = row.clerk_user_id;
  if (clerkId === undefined) {
    return (
      <EmptyState title="This event is not about a user">
        <p>Its payload does not name a user.</p>
      </EmptyState>
    );
  }
  if (isImported(row._id)) return <UserOfFile clerkId={clerkId} delivery={delivery} />;
  const document = writes.find(
    ({ table }) => usersTable === null || table === usersTable,
  )?.document;
  return <UserState key={clerkId} clerkId={clerkId} at={row._id} document={document} />;
}

/** A file may be of another deployment, so the connected one's row is shown only when asked for. */
function UserOfFile({
  clerkId,
  delivery: { row, writes },
}: {
  clerkId: string;
  delivery: Delivery;
}) {
  const panel = usePanel();
  const isConnected = panel.deployment.url !== '';
  const document = writes[0]?.document;
  return (
    <div className="flex h-full flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-x-2 border-b border-hairline p-1">
        <p className="min-w-0 flex-1 basis-60 px-1 text-muted">
          From the file.
          {isConnected &&
            ' A user with this id in the connected deployment may be a different person.'}
        </p>
        {isConnected && (
          <Button onClick={() => panel.openUser(clerkId)}>Look in {panel.deployment.name}</Button>
        )}
      </div>
      <div className="min-h-0 flex-1">
        {document === undefined ? (
          <EmptyState title="This event changed no row">
            <p>Open one that did to see the row’s history.</p>
          </EmptyState>
        ) : (
          <FileRowHistory document={document} at={row._id} />
        )}
      </div>
    </div>
  );
}
