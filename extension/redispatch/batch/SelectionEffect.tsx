import { Failure } from '../../ui/notice/Failure.tsx';
import { Loading } from '../../panel/Loading.tsx';
import type { SelectionPreview } from '../../data/redispatch.ts';
import { DocumentChanges } from '../../event/DocumentChanges.tsx';
import {
  deliveriesOf,
  deliveryCount,
  endsOtherwise,
  figure,
  failedBeforeWarning,
  summarizeEffect,
} from '../send/effectSummary.ts';
import { Warning } from '../../ui/notice/Warning.tsx';

const LISTED = 100;

/** A selection's preview in one line, and the documents that it would change. */
export function SelectionEffect({ preview }: { preview: SelectionPreview }) {
  const { soFar, error, retry } = preview;
  const documents = [...soFar.documents.values()].filter(endsOtherwise);
  const deliveries = deliveriesOf(soFar.counts);
  return (
    <section aria-label="Effect" className="flex flex-col gap-2">
      <div role="status" className="flex flex-col gap-1">
        {soFar.cut && (
          <p>
            The selection has more than 1,000 rows. The preview ends there, the batch does not. The
            first {deliveryCount(deliveries)}:
          </p>
        )}
        {soFar.done ? (
          <p className="font-semibold">{summarizeEffect(soFar)}</p>
        ) : (
          error === null && (
            <Loading
              text={`Working out what this would do: ${deliveryCount(deliveries)} so far …`}
            />
          )
        )}
        {soFar.failedBefore > 0 && <Warning>{failedBeforeWarning(soFar.failedBefore)}</Warning>}
      </div>
      {error !== null && <Failure message={error} onRetry={retry} />}
      {documents.length > 0 && (
        <div
          role="region"
          aria-label="Rows that would change"
          tabIndex={0}
          className="max-h-72 overflow-auto border border-hairline"
        >
          <DocumentChanges changes={documents.slice(0, LISTED)} layout="inline" />
          {documents.length > LISTED && (
            <p className="px-2 py-0.5 text-muted">
              and {figure(documents.length - LISTED)} more rows
            </p>
          )}
        </div>
      )}
    </section>
  );
}
