import type { OpenedDelivery } from '../../data/openedDelivery.ts';
import { DocumentChanges } from '../../event/DocumentChanges.tsx';
import { PageWaterfall } from '../../page/waterfall/PageWaterfall.tsx';
import { VisibleLines } from '../../ui/text/VisibleLines.tsx';
import { AttemptStrip } from './AttemptStrip.tsx';
import { DeliveryFacts } from './DeliveryFacts.tsx';
import { EventFate } from './EventFate.tsx';
import { WhyNothing } from './WhyNothing.tsx';

/** The Change tab shows all of them. */
const DOCUMENTS_SHOWN = 3;

/**
 * The change that a delivery made, or why it made none. The attempts and the facts are beside it,
 * or below if it is narrow.
 */
export function Overview({ delivery }: { delivery: OpenedDelivery }) {
  const { row, event } = delivery;
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="What happened">
      <EventFate row={row} event={event} />
      <div className="@min-[700px]:grid @min-[700px]:grid-cols-[minmax(0,1fr)_minmax(260px,340px)]">
        <div className="min-w-0">
          <Effect delivery={delivery} />
        </div>
        <div className="min-w-0 border-hairline @min-[700px]:border-l">
          <PageWaterfall row={row} />
          {event.rows.length > 1 && <AttemptStrip event={event} open={row._id} />}
          <DeliveryFacts row={row} />
        </div>
      </div>
    </div>
  );
}

function Effect({ delivery }: { delivery: OpenedDelivery }) {
  const { row, writes, error } = delivery;
  return (
    <>
      {error === null && <WhyNothing delivery={delivery} />}
      {error !== null && (
        <div className="border-b border-hairline p-2">
          <h3 className="mb-1 font-semibold">Error</h3>
          <pre className="overflow-x-auto bg-removed-bg p-2 font-mono text-[11px] whitespace-pre-wrap text-removed">
            <VisibleLines text={error} />
          </pre>
        </div>
      )}
      <DocumentChanges changes={writes.slice(0, DOCUMENTS_SHOWN)} layout="inline" />
      {row.writes > DOCUMENTS_SHOWN && (
        <p className="border-b border-hairline p-2 text-muted">
          And {(row.writes - DOCUMENTS_SHOWN).toLocaleString('en')} more: see Change.
        </p>
      )}
    </>
  );
}
