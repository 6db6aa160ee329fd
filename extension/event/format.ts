import { originOf, type AuditRow } from '../../webhooks/shared/auditRow.ts';
import { formatLatency } from '../ui/time/duration.ts';
import { formatMoment } from '../ui/time/moment.ts';

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

const minute = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** 12:04 in local time. `time`: milliseconds since 1970. */
export function formatMinute(time: number): string {
  return formatMoment(minute, time);
}

const precise = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
});

/** 12:04:31.085 in local time. `time`: milliseconds since 1970. */
export function formatPrecise(time: number): string {
  return formatMoment(precise, time);
}

/** Sat, Nov 21: the day of a local time. `time`: milliseconds since 1970. */
export function formatDay(time: number): string {
  return formatMoment(day, time);
}

/** 12:04:31 in local time. `time`: milliseconds since 1970; an invalid one is shown as a number. */
export function formatClock(time: number): string {
  return formatMoment(clock, time);
}

/** 12:04:31, or 11/21, 12:04 if it is not today. `time`: milliseconds since 1970. */
export function formatTime(time: number, now = Date.now()): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return formatMoment(isToday ? clock : dayAndClock, time);
}

/**
 * How long an event took to arrive, in words. null for a re-dispatch, whose event time is the
 * original's.
 */
export function latencyOf(row: AuditRow): string | null {
  return originOf(row) === 'webhook' ? formatLatency(row.received_at - row.occurred_at) : null;
}
