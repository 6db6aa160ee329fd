import { Button } from '../ui/control/Button.tsx';
import { CopyButton } from '../ui/control/CopyButton.tsx';
import { usePanel } from '../panel/panel.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { useUser } from '../data/users.ts';
import { UserState } from './UserState.tsx';

/** One user: a verdict on the row, the row's history, and a button to the user's events. */
export function UserDetails({ clerkId, onClose }: { clerkId: string; onClose: () => void }) {
  const { setFilter } = usePanel();
  const stored = useUser(clerkId);
  const label = stored.status === 'success' ? stored.data.newest?.user_label : undefined;
  return (
    <section aria-label="User" className="flex h-full min-w-0 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-1 border-b border-hairline bg-surface p-1">
        <Button look="quiet" aria-label="Close user" onClick={onClose}>
          ✕
        </Button>
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="wrap-anywhere">
            <VisibleText text={label ?? 'User'} />
          </h2>
          <p className="flex flex-wrap items-center">
            <code className="min-w-0 font-mono text-[11px] wrap-anywhere">
              <VisibleText text={clerkId} />
            </code>
            <CopyButton text={() => clerkId}>Copy id</CopyButton>
          </p>
        </div>
        <Button onClick={() => setFilter(`user:${clerkId}`)}>Show events in timeline</Button>
      </header>
      <div className="min-h-0 flex-1">
        <UserState clerkId={clerkId} />
      </div>
    </section>
  );
}
