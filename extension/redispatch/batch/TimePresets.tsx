import { serverNow } from '../../data/connection/serverClock.ts';
import { useMarks } from '../../data/marks.ts';
import { visibleString } from '../../ui/text/invisibleCharacters.ts';
import { Button } from '../../ui/control/Button.tsx';

const MINUTE_MS = 60_000;

/** Buttons for common times. `onChoose` gets milliseconds since 1970. */
export function TimePresets({ onChoose }: { onChoose: (since: number) => void }) {
  const [deploy] = useMarks();
  return (
    <span role="group" aria-label="Since" className="flex flex-wrap gap-1">
      <Button onClick={() => onChoose(serverNow() - 10 * MINUTE_MS)}>10 min</Button>
      <Button onClick={() => onChoose(serverNow() - 60 * MINUTE_MS)}>1 h</Button>
      <Button onClick={() => onChoose(new Date(serverNow()).setHours(0, 0, 0, 0))}>today</Button>
      {deploy !== undefined && (
        <Button
          hint={`Since the deploy of ${visibleString(deploy.name)}`}
          onClick={() => onChoose(deploy.at)}
        >
          deploy
        </Button>
      )}
    </span>
  );
}
