import { useEffect, useState } from 'react';
import { useSocketStatus } from '../../data/connection/DeploymentConnection.tsx';
import type { EventLog } from '../../data/feed/events.ts';
import type { PageChange } from '../pairing/changes.ts';
import { usePage, usePageSnapshot } from '../watch/PageProvider.tsx';
import { isCovered, nextSilence, silentChanges } from './silence.ts';

/**
 * The page's changes of which no webhook came in time. It waits only while one may become silent, and
 * says nothing while the deployment is out of reach, or of a time of which not all rows are loaded.
 */
export function useSilentChanges(log: EventLog): PageChange[] {
  const after = (usePage()?.settings.silentAfterSeconds ?? 0) * 1_000;
  const { pairings } = usePageSnapshot();
  const isLive = useSocketStatus().kind === 'live';
  // What was not yet silent when it was looked at is looked at again, however late the effect runs.
  const [looked, setLooked] = useState(() => ({ at: Date.now() }));

  useEffect(() => {
    const next = nextSilence(pairings, looked.at, after);
    if (next === null) return undefined;
    const left = Math.max(looked.at + next - Date.now(), 0);
    const timer = setTimeout(() => setLooked({ at: Date.now() }), left + 1);
    return () => clearTimeout(timer);
  }, [pairings, after, looked]);

  if (!isLive) return [];
  return silentChanges(pairings, looked.at, after).filter((change) => isCovered(change, log));
}
