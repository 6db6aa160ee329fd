import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Lines } from './foldedRows.ts';
import { countWhile } from '../../data/feed/countWhile.ts';

/**
 * A snapshot of lines that new deliveries do not change, followed by older lines that are read
 * later.
 */
export class HeldLines implements Lines {
  readonly #held: readonly AuditRow[];
  readonly #below: { lines: Lines; from: number } | null;

  /** @param below the current lines, whose older part follows the snapshot; null adds none */
  constructor(held: readonly AuditRow[], below: Lines | null = null) {
    this.#held = held;
    const last = held.at(-1);
    const isAbove = (row: AuditRow) => last !== undefined && row.seq >= last.seq;
    this.#below = below && {
      lines: below,
      from: countWhile(below.length, (index) => isAbove(below.at(index)!)),
    };
  }

  /** A copy of the lines as they are now. */
  static of(lines: Lines): HeldLines {
    return new HeldLines(Array.from({ length: lines.length }, (_, index) => lines.at(index)!));
  }

  /** The same snapshot, followed by the older part of `lines`. */
  above(lines: Lines): HeldLines {
    return new HeldLines(this.#held, lines);
  }

  get length(): number {
    const { lines, from } = this.#below ?? { lines: { length: 0 }, from: 0 };
    return this.#held.length + lines.length - from;
  }

  at(index: number): AuditRow | undefined {
    const below = index - this.#held.length;
    if (below < 0 || this.#below === null) return this.#held[index];
    return this.#below.lines.at(this.#below.from + below);
  }

  countNewerThan(seq: bigint): number {
    return countWhile(this.length, (index) => this.at(index)!.seq > seq);
  }

  countAfter(time: number): number {
    return countWhile(this.length, (index) => this.at(index)!.received_at > time);
  }
}
