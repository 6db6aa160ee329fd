import { useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { Loading } from '../app/Loading.tsx';
import { initialInspector, inspectorItem } from '../app/settings.ts';
import { useStored } from '../app/useStored.ts';
import { useDelivery } from '../data/delivery.ts';
import { refusalMessage } from '../data/refusal.ts';
import { DeliveryTabs } from './DeliveryTabs.tsx';
import { InspectorHeader } from './InspectorHeader.tsx';
import { LoadError } from './Notice.tsx';

/** Everything known of one delivery. */
export function Inspector({
  id,
  sought,
}: {
  id: AuditRow['_id'];
  /** What a payload search has found in it; empty for nothing. */
  sought: string;
}) {
  const [stored, setStored] = useStored(inspectorItem);
  const [tries, setTries] = useState(0);
  const settings = stored ?? initialInspector;
  return (
    <OpenDelivery
      key={`${id} ${tries}`}
      id={id}
      settings={settings}
      sought={sought}
      onSettings={(change) => setStored({ ...settings, ...change })}
      onRetry={() => setTries(tries + 1)}
    />
  );
}

type TabsProps = Omit<Parameters<typeof DeliveryTabs>[0], 'delivery'>;

function OpenDelivery({
  id,
  onRetry,
  ...tabs
}: TabsProps & { id: AuditRow['_id']; onRetry: () => void }) {
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
          <DeliveryTabs delivery={delivery.data} {...tabs} />
        </section>
      );
  }
}
