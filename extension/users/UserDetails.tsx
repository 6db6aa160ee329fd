import { Button } from '../app/Button.tsx';
import { CopyButton } from '../app/CopyButton.tsx';
import { usePanel } from '../app/panel.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { useUser } from '../data/users.ts';
import { FieldValue } from '../inspector/FieldValue.tsx';
import { UserHistory } from '../inspector/user/UserHistory.tsx';
import { UserName } from './userColumns.tsx';

/** One user: its row now and at any moment, its events, and the way to them in the timeline. */
export function UserDetails({ clerkId, onClose }: { clerkId: string; onClose: () => void }) {
  const { setFilter } = usePanel();
  const stored = useUser(clerkId);
  const user = stored.status === 'success' ? stored.data.user : null;
  return (
    <section aria-label="User" className="flex h-full min-w-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-1 border-b border-hairline bg-surface p-1">
        <Button look="quiet" aria-label="Close user" onClick={onClose}>
          ✕
        </Button>
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="wrap-anywhere">
            {user === null ? (
              'User'
            ) : (
              <>
                <UserName user={user} /> <FieldValue field="email" value={user.email} />
              </>
            )}
          </h2>
          <p className="flex items-center">
            <code className="min-w-0 font-mono text-[11px] wrap-anywhere">
              <VisibleText text={clerkId} />
            </code>
            <CopyButton text={() => clerkId}>Copy id</CopyButton>
          </p>
        </div>
        <Button onClick={() => setFilter(`user:${clerkId}`)}>Show events in timeline</Button>
      </header>
      <div className="min-h-0 flex-1">
        <UserHistory clerkId={clerkId} />
      </div>
    </section>
  );
}
