import { useCallback, useEffect, useMemo, useState } from 'react';
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

interface Answer {
  soFar: PreviewSoFar;
  /** The server's refusal, if any. */
  error: string | null;
}

export interface SelectionPreview extends Answer {
  /** Starts again. */
  retry: () => void;
}

const NO_ANSWER: Answer = { soFar: NOTHING_PREVIEWED, error: null };

/**
 * The effect of re-dispatching a selection, part by part. Not live: it shows the effect at the time
 * of the request. null asks nothing.
 *
 * @param selection must be stable: a new object asks again
 */
export function useSelectionPreview(selection: Selection | null, force: boolean): SelectionPreview {
  const previewPart = useOperatorMutation(api.webhookAudit.previewMany);
  const [tries, setTries] = useState(0);
  const request = useMemo(() => selection && { selection, force }, [selection, force]);
  const [answered, setAnswered] = useState<{ request: object; answer: Answer } | null>(null);

  useEffect(() => {
    if (request === null) return;
    let gone = false;
    const take = (answer: Answer) => !gone && setAnswered({ request, answer });

    /** Asks for half as many events while the server takes too long. */
    const previewUpTo = async (most: number, next: string | null): Promise<ManyPreviews> => {
      try {
        return await previewPart({ ...request, next, most });
      } catch (error) {
        if (error instanceof ConvexError || most === 1 || gone) throw error;
        return await previewUpTo(Math.floor(most / 2), next);
      }
    };

    async function read() {
      let soFar = NOTHING_PREVIEWED;
      let next: string | null = null;
      try {
        while (!soFar.done && !gone) {
          const part = await previewUpTo(MOST_EVENTS, next);
          soFar = withPart(soFar, part);
          next = part.next;
          take({ soFar, error: null });
        }
      } catch (error) {
        take({ soFar, error: refusalMessage(error) });
      }
    }
    void read();
    return () => {
      gone = true;
    };
  }, [previewPart, request, tries]);

  const retry = useCallback(() => {
    setAnswered(null);
    setTries((count) => count + 1);
  }, []);
  const answer = answered?.request === request ? answered.answer : NO_ANSWER;
  return { ...answer, retry };
}

/** One batch, live. */
export function useBatch(id: Batch['_id']) {
  return useOperatorQuery(api.webhookAudit.batch, { id });
}

/** The newest 50 batches, live. */
export function useBatches() {
  return useOperatorQuery(api.webhookAudit.batches, {});
}
