import { useEffect, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import type { AuditRow } from '../../webhooks/shared/auditRow.ts';
import type { Batch } from '../../webhooks/shared/batch.ts';
import { useOperatorFetch } from './connection/operator.tsx';
import { refusalMessage } from './connection/refusal.ts';

const PAGE = 256;
/** Rows are ordered by their commits, which is nearly the order of their times. */
const SLACK_MS = 60_000;

export interface BatchRows {
  /** In the order in which they were sent. */
  rows: readonly AuditRow[];
  /** The server's refusal, if any; the next change of the batch tries again. */
  error: string | null;
}

/**
 * The deliveries that a batch made, live. Other deliveries may lie between them.
 *
 * @param sent how many deliveries the batch has made, by its own counts
 */
export function useBatchRows({ _id, until_seq, updated_at }: Batch, sent: number): BatchRows {
  const fetch = useOperatorFetch();
  const [read, setRead] = useState<{ rows: AuditRow[]; upTo: bigint; time: number }>({
    rows: [],
    upTo: until_seq,
    time: 0,
  });
  const [error, setError] = useState<string | null>(null);
  const { rows, upTo, time } = read;

  useEffect(() => {
    // Some rows of an old batch may have been pruned.
    if (rows.length >= sent || time > updated_at + SLACK_MS) return;
    let gone = false;
    fetch(api.webhookAudit.tail, { after: upTo, limit: PAGE }).then(
      (page) => {
        if (gone) return;
        setError(null);
        const last = page.at(-1);
        if (last === undefined) return;
        const ofBatch = page.filter(({ redispatch }) => redispatch?.batch === _id);
        setRead({ rows: [...rows, ...ofBatch], upTo: last.seq, time: last.received_at });
      },
      (refused: unknown) => !gone && setError(refusalMessage(refused)),
    );
    return () => {
      gone = true;
    };
  }, [fetch, _id, rows, upTo, time, updated_at, sent]);

  return { rows, error };
}
