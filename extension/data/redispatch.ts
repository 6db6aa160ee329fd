import { useCallback, useEffect, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { Batch } from '../../webhooks/shared/batch.ts';
import type { ManyPreviews } from '../../webhooks/shared/preview.ts';
import type { Selection } from '../../webhooks/shared/selection.ts';
import { NOTHING_PREVIEWED, withPart, type PreviewSoFar } from './previewParts.ts';
import { ConvexError } from 'convex/values';
import { useOperatorMutation, useOperatorQuery } from './connection/operator.tsx';
import { refusalMessage } from './connection/refusal.ts';

/** The server's limit for one part. */
const MOST_EVENTS = 100;

export interface SelectionPreview {
  soFar: PreviewSoFar;
  /** The server's refusal, if any; `retry` starts again. */
  error: string | null;
  retry: () => void;
}

/**
 * The effect of re-dispatching a selection, part by part. Not live: it shows the effect at the time
 * of the request. null asks nothing.
 *
 * @param selection must be stable: a new object asks again
 */
export function useSelectionPreview(selection: Selection | null, force: boolean): SelectionPreview {
  const previewPart = useOperatorMutation(api.webhookAudit.previewMany);
  const [tries, setTries] = useState(0);
  const [preview, setPreview] = useState<{ soFar: PreviewSoFar; error: string | null }>({
    soFar: NOTHING_PREVIEWED,
    error: null,
  });

  useEffect(() => {
    setPreview({ soFar: NOTHING_PREVIEWED, error: null });
    if (selection === null) return;
    let gone = false;

    /** Asks for half as many events while the server takes too long. */
    async function previewUpTo(
      most: number,
      chosen: Selection,
      next: string | null,
    ): Promise<ManyPreviews> {
      try {
        return await previewPart({ selection: chosen, force, next, most });
      } catch (error) {
        if (error instanceof ConvexError || most === 1 || gone) throw error;
        return await previewUpTo(Math.floor(most / 2), chosen, next);
      }
    }

    async function read(chosen: Selection) {
      let soFar = NOTHING_PREVIEWED;
      let next: string | null = null;
      try {
        while (!soFar.done && !gone) {
          const part = await previewUpTo(MOST_EVENTS, chosen, next);
          soFar = withPart(soFar, part);
          next = part.next;
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
  }, [previewPart, selection, force, tries]);

  const retry = useCallback(() => setTries((count) => count + 1), []);
  return { ...preview, retry };
}

/** One batch, live. */
export function useBatch(id: Batch['_id']) {
  return useOperatorQuery(api.webhookAudit.batch, { id });
}

/** The newest 50 batches, live. */
export function useBatches() {
  return useOperatorQuery(api.webhookAudit.batches, {});
}
