import { useRef, useState } from 'react';
import type { Draft } from './BodyEditor.tsx';

/** The edited text, changed by typing or by replacement. */
export function useDraft(initial: string): {
  draft: Draft;
  /** The text that the editor must now show; a new object each time. */
  replacement: { text: string } | null;
  /** Takes what was typed. */
  take: (next: Draft) => void;
  /** Replaces the text. `make` gets the current text, once earlier replacements are done. */
  replace: (make: (text: string) => Promise<string>) => void;
} {
  const [draft, setDraft] = useState<Draft>(initial);
  const [replacement, setReplacement] = useState<{ text: string } | null>(null);
  // The state lags behind until the next render.
  const newest = useRef<Draft>(initial);
  const turn = useRef(Promise.resolve());
  return {
    draft,
    replacement,
    take(next) {
      newest.current = next;
      setDraft(next);
    },
    replace(make) {
      turn.current = turn.current.then(async () => {
        const text = await make(newest.current.toString());
        newest.current = text;
        setReplacement({ text });
      });
    },
  };
}
