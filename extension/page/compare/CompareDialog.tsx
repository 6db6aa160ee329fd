import { useEffect } from 'react';
import type { AuditId } from '../../../webhooks/shared/auditRow.ts';
import { isRecord, parseClerkEvent } from '../../../webhooks/shared/clerkEvent.ts';
import type { User } from '../../../webhooks/shared/userRow.ts';
import { useDelivery } from '../../data/delivery.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { useUser } from '../../data/users.ts';
import { Loading } from '../../panel/Loading.tsx';
import { usePanel } from '../../panel/panel.tsx';
import { Dialog } from '../../ui/overlay/Dialog.tsx';
import { Facts } from '../../ui/layout/Facts.tsx';
import { LoadError } from '../../ui/notice/Notice.tsx';
import { When } from '../../ui/time/When.tsx';
import { compareFields } from './comparison.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { usePage } from '../watch/PageProvider.tsx';
import { fieldsOf, pageUserLabel, type PageUser } from '../clerk/pageUser.ts';
import { StepMark } from './StepMark.tsx';

/**
 * Compares the page's user with the newest payload and the row: first the versions, then each
 * field.
 */
export function CompareDialog({ user, onClose }: { user: PageUser; onClose: () => void }) {
  const watch = usePage()?.watch;
  useEffect(() => void watch?.readUser(), [watch]);
  return (
    <Dialog title={`${pageUserLabel(user)}: page, payload and row`} wide onClose={onClose}>
      <Comparison user={user} />
    </Dialog>
  );
}

function Comparison({ user }: { user: PageUser }) {
  const { role } = usePanel();
  const stored = useUser(user.id);
  const known = stored.status === 'success' ? stored.data : null;
  const delivery = useDelivery(known === null ? null : newestPayloadOf(known));
  if (stored.status === 'error') return <LoadError error={refusalMessage(stored.error)} />;
  if (known === null) return <Loading text="Loading the user…" />;

  const payload = delivery.status === 'success' ? delivery.data : null;
  const event = payload === null ? null : parseClerkEvent(payload.body);
  const data = event?.kind === 'event' && isRecord(event.event.data) ? event.event.data : null;
  return (
    <div className="flex flex-col gap-3">
      <Facts
        facts={{
          Compared: <StepMark user={user} />,
          'Page’s version': <When at={user.updated_at} />,
          'Newest payload': versionOf(payload?.row.updated_at),
          Row: versionOf(known.subject?.updated_at),
        }}
      />
      {role === 'viewer' ? (
        <p className="text-muted">
          Your key is read-only: values are masked, so only versions are compared.
        </p>
      ) : (
        <ComparisonTable
          fields={compareFields(user.fields, data && fieldsOf(data), known.row)}
          hasRow={known.row !== null}
        />
      )}
    </div>
  );
}

function versionOf(at: number | undefined) {
  return at === undefined ? <span className="text-muted">none</span> : <When at={at} />;
}

/** The delivery with the newest data: a stale one or a duplicate has older data than the row. */
function newestPayloadOf({ newest, subject }: User): AuditId | null {
  const isOfUser = newest?.event_type.startsWith('user.') ?? false;
  const isNews = newest !== null && newest.outcome !== 'stale' && newest.outcome !== 'duplicate';
  return isOfUser && isNews ? newest._id : (subject?.audit_id ?? null);
}
