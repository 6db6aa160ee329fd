import type { Batch } from '../../../webhooks/shared/batch.ts';
import { Failure } from '../../ui/notice/Failure.tsx';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { momentText } from '../../ui/time/When.tsx';
import { useBatches } from '../../data/redispatch.ts';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { deliveriesOf, figure } from '../send/effectSummary.ts';
import { selectionWords } from './selectionWords.ts';

/** The newest batches of all operators. A click opens one. */
export function RecentBatches({
  shown,
  onShow,
}: {
  shown: Batch['_id'] | null;
  onShow: (id: Batch['_id']) => void;
}) {
  const batches = useBatches();
  if (batches.status === 'pending') return null;
  if (batches.status === 'error') {
    return <Failure message={refusalMessage(batches.error)} />;
  }
  if (batches.data.length === 0) return null;
  return (
    <details className="border-t border-hairline pt-2">
      <summary className="cursor-default">Recent batches ({batches.data.length})</summary>
      <ul className="mt-1 max-h-40 overflow-auto">
        {batches.data.map((batch) => (
          <li key={batch._id}>
            <button
              type="button"
              aria-current={batch._id === shown || undefined}
              onClick={() => onShow(batch._id)}
              className="flex w-full flex-wrap gap-x-3 px-2 py-1 text-left hover:bg-hover aria-[current]:bg-selected"
            >
              <span className="text-muted">{momentText(batch.created_at)}</span>
              <span>
                <VisibleText text={batch.by} />
              </span>
              <span className="min-w-0 flex-1 truncate">
                <VisibleText text={selectionWords(batch.selection, momentText)} />
              </span>
              <span>
                {batch.state}, {figure(deliveriesOf(batch.counts))} sent
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
