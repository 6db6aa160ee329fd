import { useState } from 'react';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import type { Delivery } from '../../../convex/shared/delivery.ts';
import { Button } from '../../app/Button.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { Loading } from '../../app/Loading.tsx';
import type { InspectorSettings } from '../../app/settings.ts';
import { useDelivery, useUserDeliveries } from '../../data/delivery.ts';
import { refusalMessage } from '../../data/refusal.ts';
import { LoadError } from '../Notice.tsx';
import { usePinnedEvent } from '../pinned.tsx';
import { PrunedPayload } from '../payload/PayloadTab.tsx';
import { Toolbar } from '../Toolbar.tsx';
import { ComparisonPicker } from './ComparisonPicker.tsx';
import { comparisonsOf, firstComparison } from './comparisons.ts';
import { ComparedPayloads } from './ComparedPayloads.tsx';

/** This delivery's payload against another: the user's previous one until another is picked. */
export function DiffTab({
  delivery,
  settings,
  onSettings,
}: {
  delivery: Delivery;
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
}) {
  const [pinned, pin] = usePinnedEvent();
  const [picked, setPicked] = useState<AuditRow['_id'] | null>(null);
  const [tries, setTries] = useState(0);
  const userDeliveries = useUserDeliveries(delivery.row.clerk_user_id);
  const otherId = picked ?? firstComparison(delivery, pinned);
  const events = userDeliveries.status === 'success' ? userDeliveries.data.rows : [];
  const isPinned = pinned?._id === delivery.row._id;

  return (
    <div className="flex h-full flex-col">
      <Toolbar>
        <ComparisonPicker
          groups={comparisonsOf(delivery, pinned, events)}
          previous={delivery.previous?.id ?? null}
          value={otherId}
          onChange={setPicked}
        />
        <Button
          pressed={isPinned}
          hint="Keep this event to compare others with it"
          onClick={() => pin(isPinned ? null : delivery.row)}
        >
          Pin
        </Button>
      </Toolbar>
      {otherId === null ? (
        <EmptyState title="Nothing to compare with yet">
          <p>
            This is the first payload that is kept of this user. Pick another event above, or pin
            this one and open another.
          </p>
        </EmptyState>
      ) : (
        <Comparison
          key={`${otherId} ${tries}`}
          delivery={delivery}
          otherId={otherId}
          settings={settings}
          onSettings={onSettings}
          onRetry={() => setTries(tries + 1)}
        />
      )}
    </div>
  );
}

/** Fetches the other payload and shows the difference, the older of the two on the left. */
function Comparison({
  delivery,
  otherId,
  settings,
  onSettings,
  onRetry,
}: {
  delivery: Delivery;
  otherId: AuditRow['_id'];
  settings: InspectorSettings;
  onSettings: (change: Partial<InspectorSettings>) => void;
  onRetry: () => void;
}) {
  const other = useDelivery(otherId);
  if (other.status === 'pending') {
    return <Loading className="p-2" text="Loading the other event…" />;
  }
  if (other.status === 'error') {
    return <LoadError error={refusalMessage(other.error)} onRetry={onRetry} />;
  }
  const [older, newer] = [other.data, delivery].toSorted((a, b) =>
    a.row.seq < b.row.seq ? -1 : 1,
  ) as [Delivery, Delivery];
  if (older.body === '' || newer.body === '') return <PrunedPayload />;
  return (
    <ComparedPayloads older={older} newer={newer} settings={settings} onSettings={onSettings} />
  );
}
