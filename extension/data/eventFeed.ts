import type { ConvexReactClient } from 'convex/react';
import { api } from '../../convex/_generated/api.js';
import type { EventLog } from './events.ts';

const PAGE = 256;

/**
 * Fills the log: the newest page by `older`, then `tail` from there on. Each time that rows come it
 * subscribes anew from the last of them, so an event costs its own row and never a page. The client
 * replays the subscription after a reconnect, from the same `seq`: nothing is missed or doubled.
 *
 * Returns what stops it. `onError` gets what the server refused; the feed has then stopped.
 */
export function followEvents(
  client: ConvexReactClient,
  accessKey: string,
  log: EventLog,
  onError: (error: unknown) => void,
): () => void {
  let stopped = false;
  let unsubscribe = () => {};

  const stop = () => {
    // After an error it stops itself; Convex's unsubscribe throws when it is called again.
    if (stopped) return;
    stopped = true;
    unsubscribe();
  };

  const subscribe = () => {
    const args = { accessKey, after: log.newestSeq, limit: PAGE };
    const watch = client.watchQuery(api.webhookAudit.tail, args);
    const take = () => {
      try {
        const rows = watch.localQueryResult();
        if (stopped || rows === undefined || rows.length === 0) return;
        log.append(rows);
      } catch (error) {
        stop();
        onError(error);
        return;
      }
      const before = unsubscribe;
      subscribe();
      before();
    };
    unsubscribe = watch.onUpdate(take);
    take();
  };

  const start = async () => {
    try {
      if (log.size === 0) {
        const page = await client.query(api.webhookAudit.older, {
          accessKey,
          before: null,
          limit: PAGE,
        });
        log.appendOlder(page.rows, page.done);
      }
      if (!stopped) subscribe();
    } catch (error) {
      if (!stopped) onError(error);
    }
  };
  void start();
  return stop;
}

/** Fetches the page before the log's oldest row. Throws what the server refused. */
export async function fetchOlderEvents(
  client: ConvexReactClient,
  accessKey: string,
  log: EventLog,
): Promise<void> {
  if (log.reachedStart) return;
  const before = log.oldestSeq;
  const page = await client.query(api.webhookAudit.older, { accessKey, before, limit: PAGE });
  // The log may have dropped rows meanwhile: the page would leave a gap.
  if (log.oldestSeq === before) log.appendOlder(page.rows, page.done);
}
