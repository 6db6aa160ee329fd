import { useEffect, useState } from 'react';
import type { Rejection } from '../../webhooks/shared/rejection.ts';
import { Button } from '../ui/control/Button.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { refusalMessage } from '../data/connection/refusal.ts';
import type { EventFeed } from '../data/feed/useEventFeed.ts';

type Search = { kind: 'idle' | 'running' } | { kind: 'failed'; message: string };

/** Shown for a rejection that was selected before the panel closed and is not loaded now. */
export function UnloadedRejection({
  id,
  feed,
  onClose,
}: {
  id: Rejection['_id'];
  feed: EventFeed;
  onClose: () => void;
}) {
  const { loaded, rejections, fetchOlderRejections } = feed;
  const [search, setSearch] = useState<Search>({ kind: 'idle' });
  const running = search.kind === 'running';

  useEffect(() => {
    if (!running) return;
    let gone = false;
    const isThere = () => rejections.rows.some(({ _id }) => _id === id);
    const fetchPages = async () => {
      while (!gone && !isThere() && (await fetchOlderRejections()));
    };
    fetchPages().then(
      () => !gone && setSearch({ kind: 'idle' }),
      (error: unknown) => !gone && setSearch({ kind: 'failed', message: refusalMessage(error) }),
    );
    return () => {
      gone = true;
    };
  }, [running, id, rejections, fetchOlderRejections]);

  const fetchOlder = () => setSearch({ kind: 'running' });
  const close = <Button onClick={onClose}>Close the inspector</Button>;
  if (!loaded) return <p className="p-2 text-muted">Loading the rejection…</p>;
  if (rejections.reachedStart) {
    return (
      <EmptyState title="This rejection is no longer kept">
        <p>Retention removed it.</p>
        {close}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="This rejection is not loaded">
      <p>It is older than the newest rejections, which the panel loads by itself.</p>
      {search.kind === 'failed' && <Failure message={search.message} onRetry={fetchOlder} />}
      <div className="flex flex-wrap justify-center gap-2">
        {search.kind !== 'failed' && (
          <Button look="primary" disabled={running} onClick={fetchOlder}>
            {running ? 'Fetching older rejections…' : 'Fetch older rejections'}
          </Button>
        )}
        {close}
      </div>
    </EmptyState>
  );
}
