import { useState } from 'react';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { Button } from '../../app/Button.tsx';
import { EmptyState } from '../../app/EmptyState.tsx';
import { Failure } from '../../app/Failure.tsx';
import { visibleString } from '../../app/invisibleCharacters.ts';
import { useLoadingText } from '../../app/Loading.tsx';
import { momentText } from '../../app/When.tsx';
import { refusalMessage } from '../../data/refusal.ts';
import type { Replay, StoredUser } from '../../data/replay.ts';
import { Notice } from '../Notice.tsx';
import { HistoryEvents } from './HistoryEvents.tsx';
import { RowAtMoment } from './RowAtMoment.tsx';

/** Goes through a user's events by slider or keyboard, and shows the row after each. */
export function HistoryView({
  now,
  replay: { steps, driftNow },
  at,
  onLoadEarlier,
}: {
  /** null when it is not known: the last event is then the last position. */
  now: StoredUser | null;
  replay: Replay;
  at?: AuditRow['_id'];
  /** Fetches a page of earlier ones, or all up to `wanted`; left out when the oldest kept is here. */
  onLoadEarlier?: (wanted?: AuditRow['_id']) => Promise<void>;
}) {
  const [picked, setPicked] = useState<AuditRow['_id'] | 'now'>(at ?? 'now');
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const loadingText = useLoadingText('Loading…');
  const found = steps.findIndex(({ row }) => row._id === picked);
  // After the last step comes now.
  const last = now === null ? steps.length - 1 : steps.length;
  const position = found === -1 ? last : found;
  const step = steps[position];
  // Numbers from the oldest would change with each page that is loaded before it.
  const numbered = onLoadEarlier === undefined;

  const moveTo = (next: number) => setPicked(steps[next]?.row._id ?? 'now');

  async function loadEarlier(wanted?: AuditRow['_id']) {
    setLoading(true);
    setProblem(null);
    await onLoadEarlier?.(wanted).catch((error: unknown) => setProblem(refusalMessage(error)));
    setLoading(false);
  }

  if (steps.length === 0 && now !== null && now.user === null) {
    return (
      <EmptyState title={now.tombstone === null ? 'Nothing is known of this user' : 'Deleted'}>
        <p>
          {now.tombstone === null
            ? 'No delivery about it is kept and it is not in the users table.'
            : `Clerk deleted this user at ${momentText(now.tombstone.deleted_at)}. No delivery about it is kept.`}
        </p>
      </EmptyState>
    );
  }

  return (
    <div className="flex h-full flex-col">
      <div className="shrink-0 border-b border-hairline p-2">
        <label className="flex items-center gap-2">
          <span className="sr-only">Moment in the user’s history</span>
          <input
            type="range"
            min={0}
            max={last}
            value={position}
            onChange={(event) => moveTo(Number(event.target.value))}
            aria-valuetext={
              step === undefined
                ? 'now'
                : `${placeWords(position, steps.length, numbered)}: ${visibleString(step.row.event_type)} ${step.row.outcome}, ${momentText(step.row.received_at)}`
            }
            className="min-w-0 flex-1 accent-(--accent)"
          />
          <span aria-hidden className="text-muted tabular-nums">
            {step === undefined ? 'now' : placeWords(position, steps.length, numbered)}
          </span>
        </label>
      </div>
      {found === -1 && picked !== 'now' && onLoadEarlier && (
        <Notice>
          This event is older than the {steps.length} loaded: shown is the row as it is now.{' '}
          <Button disabled={loading} onClick={() => void loadEarlier(picked)}>
            {loading ? 'Loading…' : 'Load up to this event'}
          </Button>
        </Notice>
      )}
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label="The user’s history"
      >
        <RowAtMoment
          now={now}
          steps={steps}
          driftNow={driftNow}
          position={position}
          numbered={numbered}
          onMove={moveTo}
        />
        <HistoryEvents
          steps={steps}
          position={position}
          numbered={numbered}
          driftNow={now && driftNow}
          onMove={moveTo}
        />
        {problem !== null && (
          <div className="px-2">
            <Failure message={problem} />
          </div>
        )}
        {onLoadEarlier && (
          <div className="p-1">
            <Button disabled={loading} onClick={() => void loadEarlier()}>
              {loading ? loadingText : 'Load earlier events'}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** Where a step is: of a whole history its number, else how far it lies before the newest. */
function placeWords(position: number, steps: number, numbered: boolean): string {
  if (numbered) return `${position + 1} of ${steps}`;
  const back = steps - 1 - position;
  return back === 0 ? 'the newest' : `${back} before the newest`;
}
