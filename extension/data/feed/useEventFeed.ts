import { useConvex } from 'convex/react';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { fetchOlderEvents, followEvents } from './eventFeed.ts';
import { EventLog, KEPT } from './events.ts';
import { useAccessKey } from '../connection/operator.tsx';
import { RejectionMap } from './rejections.ts';

/** How many rows a feed keeps. */
export const KeptRows = createContext(KEPT);

/** The event before which a list of earlier events ends: its `seq`, and its time in ms since 1970. */
export interface Boundary {
  seq: bigint;
  time: number;
}

/** Events and rejections, such as the live ones of a deployment, and how to fetch older ones. */
export interface EventFeed {
  /** All events are earlier than this one; null for the newest events. */
  before: Boundary | null;
  log: EventLog;
  rejections: RejectionMap;
  /** True once the newest page has come. */
  loaded: boolean;
  /** The server's refusal, which stopped the feed; null while the feed runs. */
  error: unknown;
  /** Continues where an error stopped the feed. */
  retry: () => void;
  /**
   * Fetches the page before the oldest delivery, with the rejections of its time; once all
   * deliveries are here, a page of older rejections.
   */
  fetchOlder: () => Promise<void>;
  /** Fetches only a page of older rejections. Returns true if there may be more. */
  fetchOlderRejections: () => Promise<boolean>;
}

export function useEventFeed(): EventFeed {
  const client = useConvex();
  const accessKey = useAccessKey();
  const kept = useContext(KeptRows);
  const [{ log, rejections }] = useState(() => ({
    log: new EventLog(undefined, kept),
    rejections: new RejectionMap(),
  }));
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(1);
  const reading = useReadBack(log, rejections);

  useEffect(() => {
    const stopEvents = followEvents(client, accessKey, log, setError);
    const stopRejections = rejections.follow(client, accessKey, setError);
    return () => {
      stopEvents();
      stopRejections();
    };
  }, [client, accessKey, log, rejections, attempt]);

  const retry = useCallback(() => {
    setError(null);
    setAttempt((count) => count + 1);
  }, []);
  return { before: null, log, rejections, loaded: log.version > 0, error, retry, ...reading };
}

/** Renders when the log or the rejections change, and fetches what is older. */
export function useReadBack(log: EventLog, rejections: RejectionMap) {
  const client = useConvex();
  const accessKey = useAccessKey();
  useSyncExternalStore(log.subscribe, () => log.version);
  useSyncExternalStore(rejections.subscribe, () => rejections.rows);
  const fetchOlder = useCallback(async () => {
    if (log.reachedStart) {
      await rejections.fetchOlder(client, accessKey);
    } else {
      await fetchOlderEvents(client, accessKey, log);
      const oldest = Number((log.oldestSeq ?? 0n) / 1_000_000n);
      await rejections.fetchBackTo(client, accessKey, oldest);
    }
  }, [client, accessKey, log, rejections]);
  const fetchOlderRejections = useCallback(
    () => rejections.fetchOlder(client, accessKey),
    [client, accessKey, rejections],
  );
  return { fetchOlder, fetchOlderRejections };
}
