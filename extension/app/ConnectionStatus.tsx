import { useSocketStatus } from '../data/DeploymentConnection.tsx';

/** The one indicator of whether what is seen is what is. */
export function ConnectionStatus({ paused, refused }: { paused: boolean; refused: boolean }) {
  const socket = useSocketStatus();
  const { glyph, color, text } = describe();
  return (
    <span role="status" aria-label="Connection" className={`whitespace-nowrap ${color}`}>
      <span aria-hidden>{glyph}</span> {text}
    </span>
  );

  function describe(): { glyph: string; color: string; text: string } {
    if (refused) return { glyph: '⊘', color: 'text-failed', text: 'key refused' };
    if (socket.kind === 'offline') {
      const since = new Date(socket.since).toTimeString().slice(0, 8);
      return { glyph: '○', color: 'text-failed', text: `offline since ${since}` };
    }
    if (socket.kind === 'connecting')
      return { glyph: '◌', color: 'text-muted', text: 'connecting' };
    if (paused) return { glyph: '‖', color: 'text-stale', text: 'paused' };
    return { glyph: '●', color: 'text-applied', text: 'live' };
  }
}
