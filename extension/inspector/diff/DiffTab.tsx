import { useState } from 'react';
import type { AuditId } from '../../../webhooks/shared/auditRow.ts';
import type { Delivery } from '../../../webhooks/shared/delivery.ts';
import { Button } from '../../ui/control/Button.tsx';
import { EmptyState } from '../../ui/notice/EmptyState.tsx';
import { Loading } from '../../panel/Loading.tsx';
import { useDelivery, useUserDeliveries } from '../../data/delivery.ts';
import { isImported } from '../../data/imported.ts';
import type { OpenedDelivery } from '../../data/openedDelivery.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { LoadError } from '../../ui/notice/Notice.tsx';
import { Retriable } from '../../ui/notice/Retriable.tsx';
import { usePinnedEvent } from './pinned.tsx';
import { PrunedPayload } from '../payload/PayloadTab.tsx';
import { Toolbar } from '../../ui/layout/Toolbar.tsx';
import { ComparisonPicker } from './ComparisonPicker.tsx';
import { comparisonsOf, firstComparison } from './comparisons.ts';
import { ComparedPayloads } from './ComparedPayloads.tsx';

/**
 * Compares this delivery's payload with another: the user's previous one until another is selected.
 */
export function DiffTab({ delivery }: { delivery: OpenedDelivery }) {
  const { pinned, pin } = usePinnedEvent();
  const [selected, setSelected] = useState<AuditId | null>(null);
  const { _id, clerk_user_id } = delivery.row;
  // A file may be of another deployment, where the id is another person's.
  const userDeliveries = useUserDeliveries(isImported(_id) ? undefined : clerk_user_id);
  const otherId = selected ?? firstComparison(delivery, pinned);
  const events = userDeliveries.status === 'success' ? userDeliveries.data.rows : [];
  const isPinned = pinned?._id === _id;

  return (
    <div className="flex h-full flex-col">
      <Toolbar>
        <ComparisonPicker
          groups={comparisonsOf(delivery, pinned, events)}
          previous={delivery.previous?.id ?? null}
          value={otherId}
          onChange={setSelected}
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
            This is the first payload that is kept of this user. Select another event above, or pin
            this one and open another.
          </p>
        </EmptyState>
      ) : (
        <Retriable key={otherId}>
          {(retry) => <Comparison delivery={delivery} otherId={otherId} onRetry={retry} />}
        </Retriable>
      )}
    </div>
  );
}

/** Fetches the other payload and shows the difference, the older of the two on the left. */
function Comparison({
  delivery,
  otherId,
  onRetry,
}: {
  delivery: Delivery;
  otherId: AuditId;
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
  return <ComparedPayloads older={older} newer={newer} />;
}
