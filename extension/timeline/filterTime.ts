import type { FilterTerm } from './filter.ts';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The moment that a filter's time means, milliseconds since 1970: `10m` ago (s, m, h, d), `14:05` or
 * `14:05:30` of the last 24 hours in local time, or an ISO date and time. null when it is none.
 */
export function parseTime(text: string, now: number): number | null {
  const ago = /^(\d+)([smhd])$/i.exec(text);
  if (ago) return now - Number(ago[1]) * UNIT_MS[ago[2]!.toLowerCase() as keyof typeof UNIT_MS];

  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock) {
    const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
    if (hours > 23 || minutes > 59 || seconds > 59) return null;
    const time = new Date(now);
    time.setHours(hours, minutes, seconds, 0);
    if (time.getTime() > now) time.setDate(time.getDate() - 1);
    return time.getTime();
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const time = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text).getTime();
  return Number.isNaN(time) ? null : time;
}

/** Whether the moment that it means moves with the clock. */
export function isRelativeTime(text: string): boolean {
  return /^\d+[smhd]$/i.test(text);
}

/** Nothing before it passes a filter, milliseconds since 1970; 0 without such a bound. */
export function earliestTime(terms: readonly FilterTerm[], now: number): number {
  const times = terms
    .filter(({ field, negated }) => field === 'after' && !negated)
    .map(({ value }) => parseTime(value, now) ?? 0);
  return Math.max(0, ...times);
}
