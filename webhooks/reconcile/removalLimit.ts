/** The most that a reconciliation removes without being told the exact number. */
const MOST_USERS = 10;
const MOST_SHARE = 0.05;

interface Found {
  /** Rows that were looked for at Clerk. */
  rows: number;
  /** Of those, the ones whose user Clerk no longer has. */
  extra: number;
  /** How many to remove, if that was said. */
  remove?: number;
}

/**
 * Why rows whose users Clerk no longer has are not removed: so many at once more likely mean that the
 * secret key is another instance's. Undefined when they may be; `remove: 0` keeps them all.
 */
export function problemOfRemoval({ rows, extra, remove }: Found): string | undefined {
  if (remove === extra || remove === 0) return undefined;
  const found = `Clerk does not have ${extra} of the ${rows} users here`;
  if (remove !== undefined) return `${found}, and \`remove\` is ${remove}.`;
  const isFew = extra <= MOST_USERS && extra <= rows * MOST_SHARE;
  return isFew
    ? undefined
    : `${found}: more than ${MOST_USERS}, or more than ${MOST_SHARE * 100} %. Check that CLERK_SECRET_KEY is of the right instance.`;
}
