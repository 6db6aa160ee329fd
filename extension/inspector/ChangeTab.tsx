import { useState } from 'react';
import type { Delivery } from '../../webhooks/shared/delivery.ts';
import type { DocumentChange } from '../../webhooks/shared/documentChange.ts';
import { isImported } from '../data/imported.ts';
import { DocumentChanges } from '../event/DocumentChanges.tsx';
import { LayoutButtons } from '../event/LayoutButtons.tsx';
import { ScheduledCalls } from '../event/ScheduledCalls.tsx';
import { FileRowHistory, RowHistory } from '../history/RowHistory.tsx';
import { Button } from '../ui/control/Button.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { Notice } from '../ui/notice/Notice.tsx';
import { Toolbar } from '../ui/layout/Toolbar.tsx';
import { VisibleText } from '../ui/text/VisibleText.tsx';
import { useInspected } from './state/inspected.tsx';

/** Every document that one delivery changed, by table, or the history of one of them. */
export function ChangeTab({ delivery }: { delivery: Delivery }) {
  const { settings, setSettings } = useInspected();
  const [opened, setOpened] = useState<DocumentChange | null>(null);
  const { row, writes, scheduled, attempted } = delivery;
  if (opened !== null) {
    const History = isImported(row._id) ? FileRowHistory : RowHistory;
    return (
      <div className="flex h-full flex-col">
        <Toolbar>
          <Button onClick={() => setOpened(null)}>Back to the change</Button>
          <code className="min-w-0 flex-1 truncate">
            <VisibleText text={`${opened.table} ${opened.document}`} />
          </code>
        </Toolbar>
        <div className="min-h-0 flex-1">
          <History document={opened.document} at={row._id} />
        </div>
      </div>
    );
  }
  if (writes.length + scheduled.length + attempted.length + row.unseen === 0) {
    return (
      <EmptyState title={row.writes > 0 ? 'The change is no longer kept' : 'Nothing changed'}>
        <p>
          {row.writes > 0 ? (
            'Retention removed it, or a request to forget the user.'
          ) : (
            <VisibleText text={row.error_line ?? row.reason ?? 'No document differs.'} />
          )}
        </p>
      </EmptyState>
    );
  }
  const more = row.writes - writes.length;
  return (
    <div className="flex h-full flex-col">
      <Toolbar>
        <LayoutButtons layout={settings.layout} onChange={(layout) => setSettings({ layout })} />
      </Toolbar>
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label="Changed documents"
      >
        <DocumentChanges changes={writes} layout={settings.layout} onHistory={setOpened} />
        {attempted.length > 0 && (
          <>
            <Notice>
              Your handler had written this before it threw. It was rolled back. The writes of a
              called function that itself threw are not known.
            </Notice>
            <DocumentChanges changes={attempted} layout={settings.layout} />
          </>
        )}
        <ScheduledCalls calls={scheduled} />
        {more > 0 && writes.length > 0 && (
          <p className="p-2 text-muted">
            And {more.toLocaleString('en')} more documents: at most 200, and 256 KiB, are kept of a
            delivery.
          </p>
        )}
        {row.unseen > 0 && (
          <p className="p-2 text-muted">
            And {row.unseen.toLocaleString('en')} {row.unseen === 1 ? 'write' : 'writes'} by
            functions that are not recorded. Build them with recorded(…) to see them here.
          </p>
        )}
      </div>
    </div>
  );
}
