import type { CSSProperties } from 'react';

/** A cell's width: its column's, and what is left goes to the one that has most to say. */
export function cellStyle(column: { id: string; getSize(): number }): CSSProperties {
  return { width: column.getSize(), flex: column.id === 'changed' ? '1 0 auto' : '0 0 auto' };
}
