import { isMoment } from './moment.ts';

/** A time in milliseconds: 85 ms, 1.2 s, 3 m 5 s, 2 h 4 m, 3 d 1 h. */
export function formatLatency(ms: number): string {
  if (!isMoment(ms)) return String(ms);
  if (ms < 0) return 'clock ahead';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const units: [string, number][] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ];
  const at = units.findIndex(([, size]) => ms >= size);
  const [[large, largeSize], [small, smallSize]] = [units[at]!, units[at + 1]!];
  return `${Math.floor(ms / largeSize)} ${large} ${Math.floor((ms % largeSize) / smallSize)} ${small}`;
}
