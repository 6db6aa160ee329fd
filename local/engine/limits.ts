/** Convex's limits on values and transactions. https://docs.convex.dev/production/state/limits */
import { getConvexSize, type Value } from 'convex/values';

const mib = 1024 * 1024;

const valueLimits = {
  /** Bytes, without the system fields. */
  documentSize: mib,
  documentNesting: 16,
  objectFields: 1024,
  arrayLength: 8192,
};

/** Bytes of a function's arguments or result. */
export const functionValueSize = 16 * mib;

export type TransactionLimits = Record<Metric, number>;

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

const transactionLimits: TransactionLimits = {
  bytesRead: 16 * mib,
  bytesWritten: 16 * mib,
  databaseQueries: 4096,
  documentsRead: 32_000,
  documentsWritten: 16_000,
  functionsScheduled: 1000,
  scheduledFunctionArgsBytes: 16 * mib,
  // File storage is not supported here: the keys exist because `getTransactionMetrics` names them.
  filesWritten: 1000,
  fileWriteBytes: 16 * mib,
  filesRead: 1000,
  fileReadBytes: 16 * mib,
};

const readHelp =
  'Consider using smaller limits in your queries, paginating your queries, or using indexed ' +
  'queries with a selective index range expressions.';

const overLimit: Partial<Record<Metric, (limit: number) => string>> = {
  bytesRead: (limit) =>
    `Too many bytes read in a single function execution (limit: ${limit} bytes). ${readHelp}`,
  documentsRead: (limit) =>
    `Too many documents read in a single function execution (limit: ${limit}). ${readHelp}`,
  databaseQueries: (limit) =>
    `Too many reads in a single function execution (limit: ${limit}). ${readHelp}`,
  bytesWritten: (limit) =>
    `Too many bytes written in a single function execution (limit: ${limit} bytes)`,
  documentsWritten: (limit) => `Too many writes in a single function execution (limit: ${limit})`,
  functionsScheduled: (limit) => `Too many functions scheduled by this mutation (limit: ${limit})`,
  scheduledFunctionArgsBytes: (limit) =>
    `Too large total size of the arguments of scheduled functions from this mutation ` +
    `(limit: ${limit} bytes)`,
};

/** A limit on reading was hit: a paginated query ends its page early instead of failing. */
export class ReadLimitError extends Error {}

/** What a transaction has used. A nested call counts on in its own, with tighter limits if asked. */
export class Usage {
  private used: TransactionLimits;
  private readonly limits: TransactionLimits;

  constructor(parent?: Usage, tighter: Partial<TransactionLimits> = {}) {
    this.used = parent
      ? { ...parent.used }
      : (Object.fromEntries(
          Object.keys(transactionLimits).map((metric) => [metric, 0]),
        ) as TransactionLimits);
    this.limits = { ...(parent?.limits ?? transactionLimits) };
    for (const [metric, limit] of Object.entries(tighter) as [Metric, number][]) {
      this.limits[metric] = Math.min(this.limits[metric], this.used[metric] + limit);
    }
  }

  /** Counts first and throws then, so that what was tried shows in the metrics. */
  add(metric: Metric, amount: number): void {
    this.used[metric] += amount;
    if (this.used[metric] <= this.limits[metric]) return;
    const message = overLimit[metric]?.(this.limits[metric]) ?? `Limit of ${metric} exceeded`;
    const isRead = metric.endsWith('Read') || metric === 'databaseQueries';
    throw isRead ? new ReadLimitError(message) : new Error(message);
  }

  /** Takes over what a nested call has used: all of it, or only its reads when it rolled back. */
  absorb(nested: Usage, rolledBack: boolean): void {
    const { bytesRead, documentsRead, databaseQueries } = nested.used;
    this.used = rolledBack
      ? { ...this.used, bytesRead, documentsRead, databaseQueries }
      : { ...nested.used };
  }

  /** True past three quarters of a limit on reading. Convex recommends to split such a page. */
  get nearReadLimit(): boolean {
    return (['bytesRead', 'documentsRead'] as const).some(
      (metric) => this.used[metric] > this.limits[metric] * 0.75,
    );
  }

  metrics(): Record<string, { used: number; remaining: number }> {
    return Object.fromEntries(
      (Object.keys(this.used) as Metric[]).map((metric) => [
        metric,
        {
          used: this.used[metric],
          remaining: Math.max(0, this.limits[metric] - this.used[metric]),
        },
      ]),
    );
  }
}

/** Throws an error that names the limit which a document (without system fields) breaks. */
export function checkDocumentLimits(document: Value): void {
  const nesting = checkShape(document);
  if (nesting > valueLimits.documentNesting) {
    throw new Error(
      `Value is too nested (nested ${nesting} levels deep > maximum nesting ` +
        `${valueLimits.documentNesting})`,
    );
  }
  const size = getConvexSize(document);
  if (size > valueLimits.documentSize) {
    throw new Error(
      `Value is too large (${binarySize(size)} > maximum size ` +
        `${binarySize(valueLimits.documentSize)})`,
    );
  }
}

/** The depth of nesting; throws when an array or object within is too long, or a string no text. */
function checkShape(value: Value | undefined): number {
  if (Array.isArray(value)) {
    if (value.length > valueLimits.arrayLength) {
      throw new Error(
        `Array length is too long (${value.length} > maximum length ${valueLimits.arrayLength})`,
      );
    }
    return 1 + deepest(value);
  }
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new Error('A string holds half of a surrogate pair: it is no Unicode text.');
  }
  if (value === null || typeof value !== 'object' || isLeaf(value)) return 0;
  const fields = Object.values(value);
  if (fields.length > valueLimits.objectFields) {
    throw new Error(
      `Object has too many fields (${fields.length} > maximum number ${valueLimits.objectFields})`,
    );
  }
  return 1 + deepest(fields);
}

function deepest(values: (Value | undefined)[]): number {
  let depth = 0;
  for (const value of values) depth = Math.max(depth, checkShape(value));
  return depth;
}

function isLeaf(value: object): boolean {
  return value instanceof ArrayBuffer || Object.getPrototypeOf(value) !== Object.prototype;
}

function binarySize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${Number(size.toFixed(2))} ${units[unit]}`;
}
