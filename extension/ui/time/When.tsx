import { formatMoment, isMoment, isoText, relativeText } from './moment.ts';

const format = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** A time in local time, to the millisecond, with the time zone. `at`: milliseconds since 1970. */
export function momentText(at: number): string {
  return formatMoment(format, at);
}

export function When({ at }: { at: number }) {
  if (!isMoment(at)) return String(at);
  const iso = isoText(at);
  return (
    <time
      dateTime={iso}
      // Only now: how long ago it was depends on when it is pointed at.
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = `${relativeText(at, Date.now())}, ${iso} (${at})`;
      }}
    >
      {momentText(at)}
    </time>
  );
}
