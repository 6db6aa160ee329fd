/** Convex's limits on a transaction, and its usage. */
import type { DatabaseUsage } from '../contract/contract.ts';

const MIB = 1024 * 1024;

export type Metric =
  | 'bytesRead'
  | 'bytesWritten'
  | 'databaseQueries'
  | 'documentsRead'
  | 'documentsWritten'
  | 'functionsScheduled'
  | 'scheduledFunctionArgsBytes'
  | 'filesWritten'
  | 'fileWriteBytes'
  | 'filesRead'
  | 'fileReadBytes';

export type TransactionLimits = Record<Metric, number>;

/** https://docs.convex.dev/production/state/limits */
export const TRANSACTION_LIMITS: Readonly<TransactionLimits> = {
  bytesRead: 16 * MIB,
  bytesWritten: 16 * MIB,
  databaseQueries: 4096,
  documentsRead: 32_000,
  documentsWritten: 16_000,
  functionsScheduled: 1000,
  scheduledFunctionArgsBytes: 16 * MIB,
  // `getTransactionMetrics` also names these, though file storage is not supported here.
  filesWritten: 1000,
  fileWriteBytes: 16 * MIB,
  filesRead: 1000,
  fileReadBytes: 16 * MIB,
};

const READ_HELP =
  'Consider using smaller limits in your queries, paginating your queries, or using indexed ' +
  'queries with a selective index range expressions.';

const OVER_LIMIT: Partial<Record<Metric, (limit: number) => string>> = {
  bytesRead: (limit) =>
    `Too many bytes read in a single function execution (limit: ${limit} bytes). ${READ_HELP}`,
  documentsRead: (limit) =>
    `Too many documents read in a single function execution (limit: ${limit}). ${READ_HELP}`,
  databaseQueries: (limit) =>
    `Too many reads in a single function execution (limit: ${limit}). ${READ_HELP}`,
  bytesWritten: (limit) =>
    `Too many bytes written in a single function execution (limit: ${limit} bytes)`,
  documentsWritten: (limit) => `Too many writes in a single function execution (limit: ${limit})`,
  functionsScheduled: (limit) => `Too many functions scheduled by this mutation (limit: ${limit})`,
  scheduledFunctionArgsBytes: (limit) =>
    `Too large total size of the arguments of scheduled functions from this mutation ` +
    `(limit: ${limit} bytes)`,
};

const NOTHING = Object.fromEntries(
  Object.keys(TRANSACTION_LIMITS).map((metric) => [metric, 0]),
) as TransactionLimits;

/** A limit on reading was hit: a paginated query ends its page early instead of failing. */
export class ReadLimitError extends Error {}

/**
 * The usage of a transaction. A nested call continues it in a usage of its own, which may have
 * tighter limits.
 */
export class Usage {
  #used: TransactionLimits;
  readonly #limits: TransactionLimits;

  constructor(parent?: Usage, tighter: Partial<TransactionLimits> = {}) {
    this.#used = { ...(parent ? parent.#used : NOTHING) };
    this.#limits = { ...(parent ? parent.#limits : TRANSACTION_LIMITS) };
    for (const [metric, limit] of Object.entries(tighter) as [Metric, number][]) {
      this.#limits[metric] = Math.min(this.#limits[metric], this.#used[metric] + limit);
    }
  }

  /** Counts before it throws, so that the metrics show the attempt. */
  add(metric: Metric, amount: number): void {
    this.set(metric, this.#used[metric] + amount);
  }

  set(metric: Metric, amount: number): void {
    this.#used[metric] = amount;
    if (amount <= this.#limits[metric]) return;
    const message = OVER_LIMIT[metric]?.(this.#limits[metric]) ?? `Limit of ${metric} exceeded`;
    const isRead = metric.endsWith('Read') || metric === 'databaseQueries';
    throw isRead ? new ReadLimitError(message) : new Error(message);
  }

  /** Adds the usage of a nested call: everything, or only its reads when it was rolled back. */
  absorb(nested: Usage, rolledBack: boolean): void {
    const { bytesRead, documentsRead, databaseQueries } = nested.#used;
    this.#used = rolledBack
      ? { ...this.#used, bytesRead, documentsRead, databaseQueries }
      : { ...nested.#used };
  }

  database(): DatabaseUsage {
    const { documentsRead, bytesRead, documentsWritten, bytesWritten } = this.#used;
    return { documentsRead, bytesRead, documentsWritten, bytesWritten };
  }

  metrics(): Record<string, { used: number; remaining: number }> {
    return Object.fromEntries(
      (Object.keys(this.#used) as Metric[]).map((metric) => [
        metric,
        {
          used: this.#used[metric],
          remaining: Math.max(0, this.#limits[metric] - this.#used[metric]),
        },
      ]),
    );
  }
}
