const format = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** A moment in local time, to the millisecond. `at`: milliseconds since 1970. */
export function momentText(at: number): string {
  return Math.abs(at) <= 8.64e15 ? format.format(at) : String(at);
}

export function When({ at }: { at: number }) {
  if (Math.abs(at) > 8.64e15) return at;
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={`${iso} (${at})`}>
      {momentText(at)}
    </time>
  );
}
