import type { CSSProperties } from 'react';

/** The columns whose texts vary most in length share the remaining width. */
const FLEXIBLE = ['type', 'changed'];
const NUMBERS = ['attempt', 'latency'];

/** The width and alignment of a column's cells. */
export function cellStyle(column: { id: string; getSize: () => number }): CSSProperties {
  return {
    width: column.getSize(),
    flex: FLEXIBLE.includes(column.id) ? '1 0 auto' : '0 0 auto',
    textAlign: NUMBERS.includes(column.id) ? 'right' : undefined,
  };
}
