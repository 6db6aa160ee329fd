import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';

/** The text shown while the deployment has not answered: `loading`, or that it is offline. */
export function useLoadingText(loading: string): string {
  const socket = useSocketStatus();
  return socket.kind === 'offline'
    ? 'Offline: this loads when the deployment answers again.'
    : loading;
}

/** Shown until the deployment answers. */
export function Loading({ text, className = '' }: { text: string; className?: string }) {
  return <p className={`text-muted ${className}`}>{useLoadingText(text)}</p>;
}
