import type { DeliveryRecord } from './deliveryRecord.ts';

/** The most characters of JSON per part: several times what a deployment stores. */
const LENGTHS = {
  row: 65_536,
  headers: 262_144,
  writes: 2 ** 21,
  scheduled: 2 ** 21,
  attempted: 2 ** 21,
  error: 65_536,
};
/** The most levels of nesting; a document of Convex has at most 16. */
const LEVELS = 64;
/** The end of the year 9999: later times, such as some in nanoseconds, have no date to show. */
const LATEST = 253_402_300_799_999;

/**
 * Why no deployment can have exported a record, although it has the right shape; otherwise null.
 */
export function recordProblem(record: DeliveryRecord): string | null {
  if (isDeeperThan(record, LEVELS)) return `it is nested over ${LEVELS} levels deep.`;
  for (const [part, length] of Object.entries(LENGTHS)) {
    if (JSON.stringify(record[part as keyof typeof LENGTHS]).length > length) {
      return `${part} is over ${length / 1024} KiB.`;
    }
  }
  const { row } = record;
  if (!/^\d{1,19}$/.test(row.seq)) return 'row.seq is not a decimal number.';
  for (const name of ['occurred_at', 'received_at', 'updated_at'] as const) {
    const time = row[name] ?? 0;
    if (time < 0 || time > LATEST) return `row.${name} is not a time in milliseconds.`;
  }
  for (const id of ['_id', 'svix_id', 'clerk_user_id'] as const) {
    if (CONTROL.test(row[id] ?? '')) return `row.${id} has control characters.`;
  }
  return null;
}

/** A terminal obeys control characters when they are pasted. */
const CONTROL = /\p{Cc}/u;

/** Goes level by level and does not recurse. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth++) {
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
