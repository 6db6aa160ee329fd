import type { FilterTerm } from './filter.ts';

/** Common times, each with its meaning. */
export const timeHints = {
  '10m': '10 minutes ago',
  '1h': 'an hour ago',
  today: 'midnight',
  deploy: 'the last deploy that was marked',
} as const;

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The moment that a filter's time means, milliseconds since 1970: `10m` ago (s, m, h, d), `today`
 * since midnight, `14:05` or `14:05:30` of the last 24 hours in local time, or an ISO date and
 * time. null if the text is not a time. `withDeploy` has already replaced `deploy` with a time.
 */
export function parseTime(text: string, now: number): number | null {
  const ago = /^(\d+)([smhd])$/i.exec(text);
  if (ago) return now - Number(ago[1]) * UNIT_MS[ago[2]!.toLowerCase() as keyof typeof UNIT_MS];

  if (text.toLowerCase() === 'today') return new Date(now).setHours(0, 0, 0, 0);
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

/** The terms with `deploy` replaced by the time of the last deploy (milliseconds since 1970). */
export function withDeploy(terms: readonly FilterTerm[], at: number | null): FilterTerm[] {
  return terms.map((term) =>
    isDeploy(term) && at !== null ? { ...term, value: new Date(at).toISOString() } : term,
  );
}

export function isDeploy({ field, value }: FilterTerm): boolean {
  return (field === 'after' || field === 'before') && value.toLowerCase() === 'deploy';
}

/** True if a filter's time moves with the clock. */
export function isRelativeTime(text: string): boolean {
  return /^(\d+[smhd]|today)$/i.test(text);
}

/**
 * The earliest time that a filter lets through, milliseconds since 1970; 0 without such a bound.
 */
export function earliestTime(terms: readonly FilterTerm[], now: number): number {
  const times = terms
    .filter(({ field, negated }) => field === 'after' && !negated)
    .map(({ value }) => parseTime(value, now) ?? 0);
  return Math.max(0, ...times);
}
