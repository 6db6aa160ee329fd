/**
 * `ctx.db.vars.commitTs` in the documents of a running transaction. Nothing else commits while it runs,
 * so its timestamp is stored at once; the function sees a placeholder until the commit.
 */
import type { JSONValue } from 'convex/values';
import type { RangeExpression } from '../keys/ranges.ts';

// The wire form of the placeholder. No string or field can look like it: quotes inside a string are
// escaped, and field names cannot start with a dollar sign.
export const COMMIT_TS_PLACEHOLDER = '{"$commitTs":null}';

export class CommitTs {
  /** Nanoseconds since 1970. */
  readonly value: bigint;
  readonly #json: string;
  /** The documents with a placeholder, as the function sees them, by id. */
  #seen = new Map<string, string>();

  constructor(value: bigint) {
    this.value = value;
    this.#json = JSON.stringify(int64Json(value));
  }

  /** @returns the text of the document to store. */
  written(id: string, json: string): string {
    if (json.includes(COMMIT_TS_PLACEHOLDER)) {
      this.#seen.set(id, json);
      return this.resolved(json);
    }
    this.#seen.delete(id);
    return json;
  }

  resolved(json: string): string {
    return json.replaceAll(COMMIT_TS_PLACEHOLDER, () => this.#json);
  }

  resolvedRange(range: readonly RangeExpression[]): RangeExpression[] {
    return range.map((expression) =>
      JSON.stringify(expression.value) === COMMIT_TS_PLACEHOLDER
        ? { ...expression, value: int64Json(this.value) }
        : expression,
    );
  }

  /** @param stored The text of the document as it is stored. */
  seen(id: string, stored: string): string {
    return this.#seen.get(id) ?? stored;
  }

  /** @returns a function that undoes everything since. */
  savepoint(): () => void {
    const seen = new Map(this.#seen);
    return () => {
      this.#seen = seen;
    };
  }
}

export function int64Json(value: bigint): JSONValue {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return { $integer: bytes.toString('base64') };
}
