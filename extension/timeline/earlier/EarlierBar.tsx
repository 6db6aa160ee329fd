import type { Boundary } from '../../data/feed/useEventFeed.ts';
import { formatTime } from '../../event/format.ts';
import { Button } from '../../ui/control/Button.tsx';

/** Says above the timeline that it shows the events before a boundary, and leads back. */
export function EarlierBar({
  before,
  gained,
  onBack,
}: {
  before: Boundary;
  /** How many events came since earlier ones are shown. */
  gained: number;
  onBack: () => void;
}) {
  return (
    <section
      aria-label="Earlier events"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline bg-warning-bg px-2 py-1 text-warning"
    >
      <p className="min-w-0 flex-1 basis-60 break-words">
        Events before {formatTime(before.time)}. Later events do not appear here
        {gained > 0 && ` (${gained.toLocaleString('en')} new so far)`}; the inspector says if one of
        them mended a failure.
      </p>
      <Button onClick={onBack}>Back to the newest events</Button>
    </section>
  );
}
