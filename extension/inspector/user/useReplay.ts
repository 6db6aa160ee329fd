import { useEffect, useMemo, useState } from 'react';
import type { HistoryEntry } from '../../../convex/shared/delivery.ts';
import type { openReplay, Replay, StoredUser } from '../../data/replay.ts';
import { useWorkerDocument } from '../useWorkerDocument.ts';

const createWorker = () =>
  new Worker(new URL('./history.worker.ts', import.meta.url), { type: 'module' });

/**
 * The replay of a history, in a worker; null until it is there. While it changes, the last one
 * stands. `error` says why there is no newer one.
 *
 * @param entries null while they are not there, as is `now`
 */
export function useReplay(
  entries: HistoryEntry[] | null,
  now: StoredUser | null,
): { replay: Replay | null; error: Error | null } {
  const args = useMemo(
    (): [HistoryEntry[], StoredUser] | null =>
      entries === null || now === null ? null : [entries, now],
    [entries, now],
  );
  const opened = useWorkerDocument<typeof openReplay>(createWorker, args);
  const document = opened.status === 'open' ? opened.document : null;
  const [replay, setReplay] = useState<Replay | null>(null);
  const [unread, setUnread] = useState<Error | null>(null);

  useEffect(() => {
    let current = true;
    setUnread(null);
    document?.all().then(
      (all) => current && setReplay(all),
      (error: Error) => current && setUnread(error),
    );
    return () => {
      current = false;
    };
  }, [document]);
  return { replay, error: opened.status === 'failed' ? opened.error : unread };
}
