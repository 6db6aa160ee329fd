/**
 * Conflicts on purpose. Convex runs mutations side by side, and a commit fails when another
 * mutation changed data that this one read. Here, mutations run one at a time and never conflict.
 * To test functions for conflicts, a share of the commits fails at random.
 */
import { setTimeout as delay } from 'node:timers/promises';

export interface ConflictOptions {
  /** The share of commits that fail, from 0 to 1. */
  rate: number;
  /** A whole number that makes the same commits fail in every run. Random unless given. */
  seed?: number;
}

/** How often a mutation called by a client or an action runs again before it fails. */
export const MAXIMUM_RETRIES = 4;

// A tenth of Convex's 100 ms and 2 s, so that tests are not slow.
const FIRST_BACKOFF_MS = 10;
const LONGEST_BACKOFF_MS = 200;

/** A commit failed because of a conflict. The message is Convex's. */
export class ConflictError extends Error {
  /** @param table A table that the mutation wrote to. */
  constructor(table: string) {
    super(
      `Documents read from or written to the "${table}" table changed while this mutation was being ` +
        `run and on every subsequent retry. See https://docs.convex.dev/error#1`,
    );
  }
}

export class Conflicts {
  readonly #rate: number;
  readonly #random: () => number;

  /** @throws RangeError for a rate that is not from 0 to 1. */
  constructor({ rate, seed }: ConflictOptions) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new RangeError(`The rate of conflicts must be from 0 to 1, but it is ${rate}.`);
    }
    this.#rate = rate;
    this.#random = seed === undefined ? Math.random : seededRandom(seed);
  }

  /** Decides whether one commit fails. */
  happens(): boolean {
    return this.#rate > 0 && this.#random() < this.#rate;
  }

  /**
   * Waits before the next try, as Convex does. The longest wait doubles each time.
   *
   * @param failures How often the mutation has conflicted before this time.
   */
  async backOff(failures: number): Promise<void> {
    const longest = Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS);
    await delay(longest * Math.random());
  }
}

/** Mulberry32 by Tommy Ettinger: numbers from 0 to 1, the same ones for each seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
