import { originOf, type AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { httpStatusOf } from '../../../webhooks/shared/outcome.ts';
import { latencyOf } from '../../event/format.ts';
import { sourceOf } from '../../event/item.ts';
import { OutcomeChip } from '../../event/OutcomeChip.tsx';
import { usePanel } from '../../panel/panel.tsx';
import { Button } from '../../ui/control/Button.tsx';
import { CopyButton } from '../../ui/control/CopyButton.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { When } from '../../ui/time/When.tsx';

const sources: Record<string, string> = {
  clerk: 'Clerk',
  redispatch: 'Re-dispatch',
  reconcile: 'Reconciliation',
};

/** The facts of a delivery. Ids and sizes are folded under "Details". */
export function DeliveryFacts({ row }: { row: AuditRow }) {
  return (
    <div className="flex flex-col gap-2 p-2">
      <Facts
        facts={{
          Outcome: <OutcomeChip outcome={row.outcome} />,
          Event: (
            <code>
              <VisibleText text={row.event_type} />
            </code>
          ),
          User: row.clerk_user_id === undefined ? null : <User row={row} />,
          Received: <When at={row.received_at} />,
          [row.source === 'clerk' ? 'Sent by Clerk' : 'Sent']: <When at={row.occurred_at} />,
          Latency: latencyOf(row),
          Response: originOf(row) === 'webhook' ? `HTTP ${httpStatusOf(row.outcome)}` : null,
          Source: sources[sourceOf(row)] ?? row.source,
          'Changed in payload': row.payload_changed && (
            <PayloadChanged fields={row.payload_changed} />
          ),
        }}
      />
      <details>
        <summary className="cursor-default text-muted">Details</summary>
        <div className="pt-1">
          <Facts
            facts={{
              Attempt: String(row.attempt),
              Size: `${row.payload_bytes.toLocaleString('en')} bytes`,
              'svix-id': <Copyable name="svix-id" text={row.svix_id} />,
              'Event id':
                row.event_id === row.svix_id ? null : (
                  <Copyable name="event id" text={row.event_id} />
                ),
              'Audit id': <Copyable name="audit id" text={row._id} />,
            }}
          />
        </div>
      </details>
    </div>
  );
}

function User({ row: { clerk_user_id, user_label } }: { row: AuditRow }) {
  const { openUser } = usePanel();
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {user_label !== undefined && <VisibleText text={user_label} />}
      <Button look="link" onClick={() => openUser(clerk_user_id!)}>
        <VisibleText text={clerk_user_id!} />
      </Button>
    </span>
  );
}

function PayloadChanged({ fields }: { fields: readonly string[] }) {
  if (fields.length === 0) return 'same as previous';
  return (
    <span className="font-mono">
      <VisibleText text={fields.join(', ')} />
    </span>
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
