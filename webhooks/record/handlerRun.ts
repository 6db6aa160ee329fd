import type { Effects } from './effects.ts';
import type { ErrorText } from './errorText.ts';

/** How a run of the handler ended. */
export type HandlerRun =
  | {
      kind: 'finished';
      /** The handler returned 'ignored'. */
      ignored: boolean;
      effects: Effects;
    }
  | ({
      kind: 'threw';
      /** Before the throw, and rolled back. What a called function did before it threw is not known. */
      effects: Effects;
    } & ErrorText);
