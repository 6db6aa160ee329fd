import { useSocketStatus } from '../data/DeploymentConnection.tsx';

/** What to say while the deployment is waited for: `loading`, or, while it is offline, that. */
export function useLoadingText(loading: string): string {
  const socket = useSocketStatus();
  return socket.kind === 'offline'
    ? 'Offline: this loads when the deployment answers again.'
    : loading;
}

/** Stands in place of what the deployment has not answered yet. */
export function Loading({ text, className = '' }: { text: string; className?: string }) {
  return <p className={`text-muted ${className}`}>{useLoadingText(text)}</p>;
}
