import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { DocumentChange } from '../../../webhooks/shared/documentChange.ts';
import { useFetchDelivery } from '../../data/fetchDelivery.ts';
import { useRead } from '../../data/useRead.ts';
import { BeforeAfter } from '../../event/BeforeAfter.tsx';
import { ChangedOrWhy } from '../../event/ChangedOrWhy.tsx';
import { kindWords, shownFields } from '../../event/changeWords.ts';
import { fieldsOf, sidesOf } from '../../event/documentSides.ts';
import { fieldChanges } from '../../event/fieldChanges.ts';
import { useSeen } from '../../ui/layout/useSeen.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';

const FIELDS = 4;
const DOCUMENTS = 3;

/**
 * The values that a delivery changed, or why it changed none. They are read once its line is in
 * sight.
 */
export function BatchChanges({ row }: { row: AuditRow }) {
  const [line, seen] = useSeen<HTMLDivElement>();
  const delivery = useRead(useFetchDelivery(), seen && row.writes > 0 ? row._id : null);
  const writes = delivery.status === 'success' ? delivery.data.writes : [];
  const more = row.writes - DOCUMENTS;
  return (
    <div ref={line}>
      {writes.length === 0 && <ChangedOrWhy row={row} />}
      {writes.slice(0, DOCUMENTS).map((change) => (
        <DocumentLine key={change.document} change={change} />
      ))}
      {writes.length > 0 && more > 0 && (
        <p className="text-muted">and {more.toLocaleString('en')} more rows</p>
      )}
    </div>
  );
}

function DocumentLine({ change }: { change: DocumentChange }) {
  const { before, after } = sidesOf(change);
  const isKept = before.kind !== 'left out' && after.kind !== 'left out';
  const changes = isKept ? fieldChanges(fieldsOf(before), fieldsOf(after), change.fields) : [];
  const names = shownFields(change.fields);
  const fields = changes.filter(({ changed, field }) => changed && names.includes(field));
  return (
    <p>
      <span className="font-mono text-[11px]">
        <VisibleText text={change.table} />
      </span>{' '}
      {change.kind !== 'update' && kindWords[change.kind]}
      {change.kind !== 'delete' &&
        fields.slice(0, FIELDS).map((one, index) => (
          <span key={one.field}>
            {(index > 0 || change.kind === 'insert') && ', '}
            <span className="text-muted">
              <VisibleText text={one.field} />
            </span>{' '}
            <BeforeAfter {...one} />
          </span>
        ))}
      {change.kind !== 'delete' && fields.length > FIELDS && (
        <span className="text-muted"> and {fields.length - FIELDS} more fields</span>
      )}
      {!isKept && <span className="text-muted">{names.join(', ')}</span>}
    </p>
  );
}
