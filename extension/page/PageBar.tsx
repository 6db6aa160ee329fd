import { useEffect, useState } from 'react';
import type { EventFeed } from '../data/feed/useEventFeed.ts';
import { usePanel } from '../panel/panel.tsx';
import { Button } from '../ui/control/Button.tsx';
import { useShortcuts } from '../ui/keyboard/useShortcuts.ts';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { ChangesDialog } from './ChangesDialog.tsx';
import { CompareDialog } from './compare/CompareDialog.tsx';
import { MismatchBar } from './MismatchBar.tsx';
import { usePage, usePageSnapshot } from './watch/PageProvider.tsx';
import { pageUserLabel } from './clerk/pageUser.ts';
import { SilenceBar } from './silence/SilenceBar.tsx';
import { StepMark } from './compare/StepMark.tsx';

/** A line above the views about the inspected page, with warnings about it. */
export function PageBar({ feed }: { feed: EventFeed }) {
  const watch = usePage()?.watch ?? null;
  const { user, pairings } = usePageSnapshot();
  const { setFilter } = usePanel();
  const [dialog, setDialog] = useState<'compare' | 'changes' | null>(null);
  const { log } = feed;
  useEffect(() => watch?.followRows(log), [watch, log]);
  const onlyUser = () => user && setFilter(`user:${user.id}`);
  useShortcuts(user ? { u: onlyUser } : {});

  if (watch === null) return null;
  const changes = pairings.length;
  return (
    <>
      <MismatchBar />
      <SilenceBar feed={feed} />
      {(user !== undefined || changes > 0) && (
        <section
          aria-label="Inspected page"
          className="flex shrink-0 flex-wrap items-center gap-x-2 border-b border-hairline bg-surface px-2 py-0.5"
        >
          {user ? (
            <>
              <p className="min-w-0 truncate">
                <span className="text-muted">Page: </span>
                <VisibleText text={pageUserLabel(user)} />
              </p>
              <StepMark user={user} />
            </>
          ) : (
            <p className="text-muted">Page: nobody is signed in</p>
          )}
          {/* At the right end, where a longer text beside them does not move them under the pointer. */}
          <div className="ml-auto flex items-center gap-x-2">
            {changes > 0 && (
              <Button look="quiet" onClick={() => setDialog('changes')}>
                {changes === 1 ? '1 change' : `${changes} changes`}
              </Button>
            )}
            {user && (
              <>
                <Button
                  look="quiet"
                  hint="Show only the events of the page’s user (u)"
                  onClick={onlyUser}
                >
                  Only this user
                </Button>
                <Button look="quiet" onClick={() => setDialog('compare')}>
                  Compare
                </Button>
              </>
            )}
          </div>
        </section>
      )}
      {dialog === 'changes' && <ChangesDialog log={log} onClose={() => setDialog(null)} />}
      {dialog === 'compare' && user && (
        <CompareDialog user={user} onClose={() => setDialog(null)} />
      )}
    </>
  );
}
