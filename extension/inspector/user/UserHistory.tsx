import { useState } from 'react';
import type { AuditRow } from '../../../convex/shared/auditRow.ts';
import { Loading } from '../../app/Loading.tsx';
import { useUserHistory } from '../../data/delivery.ts';
import { useImportedReplay } from '../../data/imported.ts';
import { refusalMessage } from '../../data/refusal.ts';
import { useUser } from '../../data/users.ts';
import { LoadError } from '../Notice.tsx';
import { HistoryView } from './HistoryView.tsx';
import { useReplay } from './useReplay.ts';

type Props = {
  clerkId: string;
  /** The delivery whose moment is shown first; now when left out. */
  at?: AuditRow['_id'];
};

/** A user's row now, and at every moment that its history knows. */
export function UserHistory(props: Props) {
  const [tries, setTries] = useState(0);
  return <LoadedHistory key={tries} {...props} onRetry={() => setTries(tries + 1)} />;
}

function LoadedHistory({ clerkId, at, onRetry }: Props & { onRetry: () => void }) {
  const stored = useUser(clerkId);
  const { history, error, loadEarlier } = useUserHistory(clerkId);
  const now = stored.status === 'success' ? stored.data : null;
  const { replay, error: unreplayed } = useReplay(history?.entries ?? null, now);
  const problem = stored.status === 'error' ? stored.error : error;

  if (problem !== null) return <LoadError error={refusalMessage(problem)} onRetry={onRetry} />;
  if (unreplayed !== null) {
    const why = `The user’s history could not be replayed: ${unreplayed.message}`;
    return <LoadError error={why} onRetry={onRetry} />;
  }
  if (now === null || history === null || replay === null) {
    return <Loading className="p-2" text="Loading the user’s history…" />;
  }
  return (
    <HistoryView
      now={now}
      replay={replay}
      at={at}
      onLoadEarlier={history.done ? undefined : loadEarlier}
    />
  );
}

/** A user's row at every moment that an imported file tells of. */
export function FileHistory({ clerkId, at }: Props) {
  const replay = useImportedReplay(clerkId);
  if (replay.status === 'error') return <LoadError error={replay.error.message} />;
  if (replay.status === 'pending') {
    return <p className="p-2 text-muted">Reading the user’s history…</p>;
  }
  return <HistoryView now={null} replay={replay.data} at={at} />;
}
