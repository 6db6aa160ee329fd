import { EventLog } from '../../../../extension/data/feed/events.ts';

/** The log of a deployment that has no deliveries yet. It tells its rows at once. */
export function emptyLog(): EventLog {
  const log = new EventLog((callback) => callback());
  log.appendOlder([], true);
  return log;
}
