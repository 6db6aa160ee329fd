import { visibleString } from '../ui/text/invisibleCharacters.ts';

/** Marks a re-dispatch where its operator's name does not fit. */
export function RedispatchMark({ by }: { by: string }) {
  return (
    <span className="text-accent" title={`Re-dispatched by ${visibleString(by)}`}>
      <span aria-hidden>↻ </span>
      <span className="sr-only">re-dispatched </span>
    </span>
  );
}
