import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import { useDelivery } from '../data/delivery.ts';
import { refusalMessage } from '../data/connection/refusal.ts';
import { Loading } from '../panel/Loading.tsx';
import { LoadError } from '../ui/notice/Notice.tsx';
import { Retriable } from '../ui/notice/Retriable.tsx';
import { DeliveryTabs } from './DeliveryTabs.tsx';
import { InspectedProvider } from './state/inspected.tsx';
import { InspectorHeader } from './InspectorHeader.tsx';

/** Everything known of one delivery. */
export function Inspector({
  id,
  sought,
}: {
  id: AuditId;
  /** The text that a payload search found in this delivery; empty for none. */
  sought: string;
}) {
  return (
    <InspectedProvider sought={sought}>
      <Retriable key={id}>{(retry) => <OpenDelivery id={id} onRetry={retry} />}</Retriable>
    </InspectedProvider>
  );
}

function OpenDelivery({ id, onRetry }: { id: AuditId; onRetry: () => void }) {
  const delivery = useDelivery(id);
  switch (delivery.status) {
    case 'pending':
      return <Loading className="p-2" text="Loading the delivery…" />;
    case 'error':
      return <LoadError error={refusalMessage(delivery.error)} onRetry={onRetry} />;
    case 'success':
      return (
        <section aria-label="Delivery" className="flex h-full min-w-0 flex-col overflow-y-auto">
          <InspectorHeader delivery={delivery.data} />
          <DeliveryTabs delivery={delivery.data} />
        </section>
      );
  }
}
