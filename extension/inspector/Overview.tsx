import type { Delivery } from '../../convex/shared/delivery.ts';
import { httpStatusOf } from '../../convex/shared/outcome.ts';
import { Button } from '../app/Button.tsx';
import { CopyButton } from '../app/CopyButton.tsx';
import { OutcomeChip } from '../app/OutcomeChip.tsx';
import { usePanel } from '../app/panel.tsx';
import { VisibleLines } from '../app/VisibleLines.tsx';
import { VisibleText } from '../app/VisibleText.tsx';
import { When } from '../app/When.tsx';
import { latencyOf } from '../timeline/format.ts';
import { ChangeTable } from './change/ChangeTable.tsx';
import { fieldChanges } from './change/fieldChanges.ts';
import { withoutValues } from './change/withoutValues.ts';
import { Facts } from './Facts.tsx';

const sources = { clerk: 'Clerk', redispatch: 'Re-dispatch', reconcile: 'Reconciliation' };

/** What one delivery did, or why it did nothing, and below it the facts. */
export function Overview({ delivery }: { delivery: Delivery }) {
  const { row, before, after, error } = delivery;
  const panel = usePanel();
  const clerkId = row.clerk_user_id;
  const isKept = before !== null || after !== null;
  const why = row.reason ?? (isKept && row.changed.length > 0 ? undefined : withoutValues(row));
  return (
    <div className="h-full overflow-auto" tabIndex={0} role="region" aria-label="What happened">
      {isKept && row.changed.length > 0 && (
        <ChangeTable changes={fieldChanges(before, after, row.changed)} layout="inline" />
      )}
      {why !== undefined && error === null && (
        <p className="border-b border-hairline p-2 break-words">
          <VisibleText text={why} />
        </p>
      )}
      {error !== null && (
        <div className="p-2">
          <h3 className="mb-1 font-semibold">Error</h3>
          <pre className="overflow-x-auto bg-removed-bg p-2 font-mono text-[11px] whitespace-pre-wrap text-removed">
            <VisibleLines text={error} />
          </pre>
        </div>
      )}
      <div className="p-2">
        <Facts
          facts={[
            ['Outcome', <OutcomeChip outcome={row.outcome} />],
            [
              'Event',
              <code>
                <VisibleText text={row.event_type} />
              </code>,
            ],
            [
              'User',
              clerkId === undefined ? null : (
                <span className="flex flex-wrap items-center gap-x-2">
                  {row.user_label !== undefined && <VisibleText text={row.user_label} />}
                  <Button
                    look="quiet"
                    className="border-0! px-0! text-accent"
                    onClick={() => panel.openUser(clerkId)}
                  >
                    <VisibleText text={clerkId} />
                  </Button>
                </span>
              ),
            ],
            ['Received', <When at={row.received_at} />],
            ['Clerk’s time', <When at={row.occurred_at} />],
            ['Latency', latencyOf(row)],
            ['Answered', row.source === 'clerk' ? `HTTP ${httpStatusOf(row.outcome)}` : null],
            ['Source', sources[row.source]],
            ['Attempt', String(row.attempt)],
            ['Size', `${row.payload_bytes.toLocaleString('en')} bytes`],
            [
              'Payload fields',
              row.payload_changed === undefined ? null : row.payload_changed.length === 0 ? (
                'as in the previous payload'
              ) : (
                <span className="font-mono">{row.payload_changed.join(', ')}</span>
              ),
            ],
            ['svix-id', <Copyable name="svix-id" text={row.svix_id} />],
            ['Audit id', <Copyable name="audit id" text={row._id} />],
          ]}
        />
      </div>
    </div>
  );
}

function Copyable({ name, text }: { name: string; text: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 truncate" title={text}>
        <VisibleText text={text} />
      </code>
      <CopyButton label={`Copy ${name}`} text={() => text}>
        Copy
      </CopyButton>
    </span>
  );
}
