import type { CSSProperties } from 'react';

/** A cell's width: its column's, and the last column takes what is left. */
export function cellStyle(column: {
  id: string;
  getSize(): number;
  getIsLastColumn(): boolean;
}): CSSProperties {
  return { width: column.getSize(), flex: column.getIsLastColumn() ? '1 0 auto' : '0 0 auto' };
}
