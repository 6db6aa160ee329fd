import type { ConvexReactClient } from 'convex/react';
import { api } from '../../../convex/_generated/api.js';
import type { EventLog } from './events.ts';
import { serverClock } from '../connection/serverClock.ts';

const PAGE = 256;

/**
 * With each event, a subscription receives all rows since it began again; renewing it runs its
 * query once more. Renewed after this many rows, an event costs 2.5 rows and 1.25 executions.
 */
const ROWS_A_SUBSCRIPTION = 4;

/**
 * Fills the log: the newest page by `older`, then `tail` from there on. After some rows it
 * subscribes again from the last of them, so that an event never costs a page. After a reconnect
 * the client replays the subscription from the same `seq`, and the log leaves out rows that it has,
 * so that no row is missed or doubled.
 *
 * Returns a function that stops it. `onError` gets the server's refusal, after which the feed has
 * stopped.
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
    // The feed stops itself after an error, and Convex's unsubscribe throws if called twice.
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
        serverClock.hear(rows.at(-1)!.received_at, true);
        log.append(rows);
        if (rows.length < ROWS_A_SUBSCRIPTION) return;
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

/** Fetches the page before the log's oldest row, if there is room. Throws the server's refusal. */
export async function fetchOlderEvents(
  client: ConvexReactClient,
  accessKey: string,
  log: EventLog,
): Promise<void> {
  if (log.reachedStart || log.room === 0) return;
  const before = log.oldestSeq;
  const page = await client.query(api.webhookAudit.older, { accessKey, before, limit: PAGE });
  // The log may have dropped rows meanwhile; the page would then leave a gap.
  if (log.oldestSeq === before) log.appendOlder(page.rows, page.done);
}
