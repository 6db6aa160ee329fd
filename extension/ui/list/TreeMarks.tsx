/** Deeper rows are not indented further; their depth is a number. */
const INDENTED_LEVELS = 24;

export function Indent({ depth }: { depth: number }) {
  return (
    <span
      aria-hidden
      className="shrink-0 text-right text-muted"
      style={{ width: 4 + Math.min(depth, INDENTED_LEVELS) * 12 }}
    >
      {depth > INDENTED_LEVELS && `level ${depth} `}
    </span>
  );
}

/** The triangle of a row that can be opened. By keyboard, the row itself opens. */
export function OpenMark({ open, onToggle }: { open: boolean | null; onToggle?: () => void }) {
  return (
    <span
      aria-hidden
      onClick={open === null ? undefined : onToggle}
      className="w-4 shrink-0 cursor-default text-center text-muted select-none"
    >
      {open === null ? '' : open ? '▾' : '▸'}
    </span>
  );
}
