import { useMemo, useState } from 'react';
import type { AuditId } from '../../webhooks/shared/auditRow.ts';
import type { RowWrite } from '../../webhooks/shared/delivery.ts';
import { refusalMessage } from '../data/connection/refusal.ts';
import { Button } from '../ui/control/Button.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { visibleString } from '../ui/text/invisibleCharacters.ts';
import { Notice } from '../ui/notice/Notice.tsx';
import { momentText } from '../ui/time/When.tsx';
import { HistoryWrites } from './HistoryWrites.tsx';
import { RowAtStep } from './RowAtStep.tsx';
import { stepsOf } from './steps.ts';

/** Shows a document after each of its writes, chosen by a slider or a list. */
export function HistoryView({
  writes,
  at,
  mayLackWrites,
  onLoadEarlier,
}: {
  /** Newest first. */
  writes: readonly RowWrite[];
  at?: AuditId;
  mayLackWrites?: boolean;
  /**
   * Fetches a page of earlier writes, or all up to `wanted`; omitted when the oldest one is loaded.
   */
  onLoadEarlier?: (wanted?: AuditId) => Promise<void>;
}) {
  const steps = useMemo(() => stepsOf(writes, mayLackWrites), [writes, mayLackWrites]);
  const [selected, setSelected] = useState<AuditId | undefined>(at);
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const found = steps.findIndex(({ write }) => write.row._id === selected);
  const position = found === -1 ? steps.length - 1 : found;
  const step = steps[position];
  const moveTo = (next: number) => setSelected(steps[next]?.write.row._id);

  async function loadEarlier(wanted?: AuditId) {
    setLoading(true);
    setProblem(null);
    await onLoadEarlier?.(wanted).catch((error: unknown) => setProblem(refusalMessage(error)));
    setLoading(false);
  }

  if (step === undefined) {
    return (
      <EmptyState title="No write to this row is kept">
        <p>Retention removed it, or only unrecorded functions wrote this row.</p>
      </EmptyState>
    );
  }
  const { row } = step.write;
  return (
    <div className="flex h-full flex-col">
      {(steps.length > 1 || onLoadEarlier) && (
        <label className="flex shrink-0 items-center gap-2 border-b border-hairline p-2">
          <span className="sr-only">Event in the row’s history</span>
          <span aria-hidden className="text-muted">
            older
          </span>
          <input
            type="range"
            min={0}
            max={steps.length - 1}
            value={position}
            onChange={(event) => moveTo(Number(event.target.value))}
            aria-valuetext={`${visibleString(row.event_type)} of ${momentText(row.received_at)}`}
            className="min-w-0 flex-1 accent-(--accent)"
          />
          <span aria-hidden className="text-muted">
            newer
          </span>
        </label>
      )}
      {found === -1 && selected !== undefined && onLoadEarlier && (
        <Notice>
          This event is older than the {steps.length} loaded.{' '}
          <Button disabled={loading} onClick={() => void loadEarlier(selected)}>
            {loading ? 'Loading…' : 'Load up to this event'}
          </Button>
        </Notice>
      )}
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label="The row’s history"
      >
        <RowAtStep steps={steps} position={position} onMove={moveTo} />
        <HistoryWrites steps={steps} position={position} onMove={moveTo} />
        {problem !== null && (
          <div className="px-2">
            <Failure message={problem} />
          </div>
        )}
        {onLoadEarlier && (
          <div className="p-1">
            <Button disabled={loading} onClick={() => void loadEarlier()}>
              {loading ? 'Loading…' : 'Load earlier events'}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
