import { Button } from '../app/Button.tsx';
import { visibleString } from '../app/invisibleCharacters.ts';
import { usePanel } from '../app/panel.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { UserHistory } from '../inspector/user/UserHistory.tsx';

/** One user: its row now and at any moment, its events, and the way to them in the timeline. */
export function UserDetails({ clerkId, onClose }: { clerkId: string; onClose: () => void }) {
  const { setFilter } = usePanel();
  return (
    <section aria-label="User" className="flex h-full min-w-0 flex-col">
      <header className="flex shrink-0 items-center gap-1 border-b border-hairline bg-surface p-1">
        <Button look="quiet" aria-label="Close user" onClick={onClose}>
          ✕
        </Button>
        <h2
          className="min-w-0 flex-1 truncate font-mono text-[11px]"
          title={visibleString(clerkId)}
        >
          <VisibleText text={clerkId} />
        </h2>
        <Button onClick={() => setFilter(`user:${clerkId}`)}>Show events in timeline</Button>
      </header>
      <div className="min-h-0 flex-1">
        <UserHistory clerkId={clerkId} />
      </div>
    </section>
  );
}
