import { visibleString } from '../app/invisibleCharacters.ts';

/** Tells a re-dispatch from what Clerk has delivered where no room is for its source. */
export function RedispatchMark({ by }: { by: string }) {
  return (
    <span className="text-accent" title={`Re-dispatched by ${visibleString(by)}`}>
      <span aria-hidden>↻ </span>
      <span className="sr-only">re-dispatched </span>
    </span>
  );
}
