/** The code that `folding.bench.ts` runs in its page. */
import { EventLog } from '../../extension/data/feed/events.ts';
import { compileFilter } from '../../extension/timeline/filter/match.ts';
import { parseFilter } from '../../extension/timeline/filter/filter.ts';
import { FoldedRows } from '../../extension/timeline/rows/foldedRows.ts';
import { MatchingRows } from '../../extension/timeline/rows/matchingRows.ts';
import { TimelineList } from '../../extension/timeline/rows/timelineList.ts';
import { auditRow } from '../fixtures/data/auditRow.ts';

export interface FoldingPage {
  /** Makes the rows. */
  fill: (rows: number) => void;
  /**
   * Reads all rows for a filter, one piece in each task, with one line for each event or for each
   * row.
   */
  read: (folded: boolean) => Promise<void>;
}

/** How many rows the panel reads in one piece. */
const PIECE = 5_000;
/** The rows of a list that are drawn. */
const DRAWN = 60;

let log: EventLog;
Object.assign(globalThis, { fill, read } satisfies FoldingPage);

function fill(count: number): void {
  log = new EventLog(() => {}, count);
  log.append(Array.from({ length: count }, (_, place) => row(place)));
}

async function read(folded: boolean): Promise<void> {
  const matches = compileFilter(parseFilter('-type:session.created'), 0);
  const rows = new MatchingRows(log, matches, { cleared: { seq: 0n, time: 0 }, paused: null });
  const lines = folded ? new FoldedRows(rows, log.states, null) : null;
  for (let isAll = false; !isAll;) {
    await new Promise((resolve) => setTimeout(resolve));
    isAll = rows.update(0, [], PIECE);
    lines?.update();
    const list = new TimelineList(lines ?? rows, []);
    for (let index = 0; index < DRAWN; index++) list.at(index);
  }
}

/** Of ten events, one fails twice before it is applied. */
function row(place: number) {
  const ofTwelve = place % 12;
  const event = place - (ofTwelve < 3 ? ofTwelve : 0);
  return auditRow(place, {
    event_id: `msg_${event}`,
    attempt: place - event + 1,
    ...(ofTwelve < 2 && { outcome: 'failed', settled: false }),
    subject: `user_${event % 500}`,
  });
}
