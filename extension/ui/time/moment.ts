/** How far from 1970 a date can be, in milliseconds. */
const FURTHEST_MS = 8.64e15;

/** True if a date can hold this number of milliseconds since 1970: any number may be received. */
export function isMoment(ms: number): boolean {
  return Math.abs(ms) <= FURTHEST_MS;
}

/** A time in the given format; a number that no date can hold stays a number. */
export function formatMoment(format: Intl.DateTimeFormat, ms: number): string {
  return isMoment(ms) ? format.format(ms) : String(ms);
}

/** A time in ISO 8601, or the number if no date can hold it. */
export function isoText(ms: number): string {
  return isMoment(ms) ? new Date(ms).toISOString() : String(ms);
}

const units: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "5 minutes ago", "in 2 hours": a time relative to another. */
export function relativeText(ms: number, now: number): string {
  if (!isMoment(ms)) return String(ms);
  const away = ms - now;
  const [unit, size] = units.find(([, size]) => Math.abs(away) >= size) ?? ['second', 1_000];
  return relative.format(Math.trunc(away / size), unit);
}
