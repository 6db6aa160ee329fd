import { useCallback, useEffect, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { Batch } from '../../convex/shared/batch.ts';
import type { Selection } from '../../convex/shared/selection.ts';
import { NOTHING_PREVIEWED, withPart, type PreviewSoFar } from './previewParts.ts';
import { useOperatorFetch, useOperatorQuery } from './operator.tsx';
import { refusalMessage } from './refusal.ts';

export interface SelectionPreview {
  soFar: PreviewSoFar;
  /** What the server refused; `retry` starts again. */
  error: string | null;
  retry(): void;
}

/**
 * What re-dispatching a selection would do, part by part as the server reads on. Not live: it tells
 * of the moment when it was asked. null asks nothing.
 *
 * @param selection must be stable: a new object asks anew
 */
export function useSelectionPreview(selection: Selection | null, force: boolean): SelectionPreview {
  const fetch = useOperatorFetch();
  const [tries, setTries] = useState(0);
  const [preview, setPreview] = useState<{ soFar: PreviewSoFar; error: string | null }>({
    soFar: NOTHING_PREVIEWED,
    error: null,
  });

  useEffect(() => {
    setPreview({ soFar: NOTHING_PREVIEWED, error: null });
    if (selection === null) return;
    let gone = false;

    async function read(chosen: Selection) {
      let soFar = NOTHING_PREVIEWED;
      let position: { next: string | null; state: string | null } = { next: null, state: null };
      try {
        while (!soFar.done && !gone) {
          const part = await fetch(api.redispatch.previewMany, {
            selection: chosen,
            force,
            ...position,
          });
          soFar = withPart(soFar, part);
          position = { next: part.next, state: part.state };
          if (!gone) setPreview({ soFar, error: null });
        }
      } catch (error) {
        if (!gone) setPreview({ soFar, error: refusalMessage(error) });
      }
    }
    void read(selection);
    return () => {
      gone = true;
    };
  }, [fetch, selection, force, tries]);

  const retry = useCallback(() => setTries((count) => count + 1), []);
  return { ...preview, retry };
}

/** One batch, live. */
export function useBatch(id: Batch['_id']) {
  return useOperatorQuery(api.redispatch.batch, { id });
}

/** The newest 50 batches, live. */
export function useBatches() {
  return useOperatorQuery(api.redispatch.batches, {});
}
