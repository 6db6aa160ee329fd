import { Button } from '../../ui/control/Button.tsx';
import { useTimelineCommands, useTimelineState } from '../state/timeline.ts';

/** Says at the end of a full list that events are left, and shows them in its place. */
export function EarlierLine() {
  const { full } = useTimelineState();
  const { showEarlier } = useTimelineCommands();
  return (
    <p className="flex min-w-0 items-center gap-2 text-muted">
      <Button className="h-5!" onClick={showEarlier}>
        Show the events before these
      </Button>
      <span className="truncate">
        The list is full: {full?.toLocaleString('en')} deliveries are loaded.
      </span>
    </p>
  );
}
