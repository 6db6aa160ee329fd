import type { AuditRow } from '../../convex/shared/auditRow.ts';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const dayAndClock = new Intl.DateTimeFormat(undefined, {
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 12:04:31 in local time. `time`: milliseconds since 1970. */
export function formatClock(time: number): string {
  return clock.format(time);
}

/** The clock, or 11/21, 12:04 when it is not of today. Milliseconds since 1970. */
export function formatTime(time: number, now = Date.now()): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return (isToday ? clock : dayAndClock).format(time);
}

/**
 * How long Clerk's event took to arrive, in words. null for one that we sent ourselves: Clerk's time
 * is then that of the original.
 */
export function latencyOf({ source, received_at, occurred_at }: AuditRow): string | null {
  return source === 'clerk' ? formatLatency(received_at - occurred_at) : null;
}

/** A time in milliseconds: 85 ms, 1.2 s, 3 m 5 s, 2 h 4 m, 3 d 1 h. */
export function formatLatency(ms: number): string {
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
