import { formatClock } from '../event/format.ts';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { usePanelState } from './state/panelState.tsx';

/** Says whether the timeline is live, and whether webhooks are accepted. */
export function ConnectionStatus({ refused }: { refused: boolean }) {
  const { paused, alarmed } = usePanelState();
  const socket = useSocketStatus();
  const { glyph, color, text, detail } = describe();
  return (
    <span role="status" aria-label="Connection" className={`whitespace-nowrap ${color}`}>
      <span aria-hidden>{glyph}</span> {text}
      {/* Where there is no room, the bar below says it. */}
      {detail && <span className="max-[480px]:sr-only">{detail}</span>}
    </span>
  );

  function describe(): { glyph: string; color: string; text: string; detail?: string } {
    if (refused) return { glyph: '⊘', color: 'text-failed', text: 'key refused' };
    if (socket.kind === 'offline') {
      const since = formatClock(socket.since);
      return { glyph: '○', color: 'text-failed', text: `offline since ${since}` };
    }
    if (socket.kind === 'connecting')
      return { glyph: '◌', color: 'text-muted', text: 'connecting' };
    if (paused !== null) return { glyph: '‖', color: 'text-stale', text: 'paused' };
    if (alarmed) {
      return { glyph: '▲', color: 'text-failed', text: 'live', detail: ', nothing accepted' };
    }
    return { glyph: '●', color: 'text-applied', text: 'live' };
  }
}
