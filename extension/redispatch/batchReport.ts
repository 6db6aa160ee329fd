import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Batch } from '../../convex/shared/batch.ts';
import { OUTCOMES } from '../../convex/shared/outcome.ts';
import { changedWords } from '../timeline/item.ts';
import { deliveriesOf } from './effectSummary.ts';
import { selectionWords, WHY_PASSED_OVER } from './selectionWords.ts';

/**
 * A batch as text to paste into a ticket. Times in ISO 8601, as readers sit in other time zones; users
 * by their ids alone.
 *
 * @param rows the deliveries that it made, in the order in which they were sent
 */
export function batchReport(
  batch: Batch,
  rows: readonly AuditRow[],
  deployment: { name: string; url: string },
): string {
  const { counts, skipped, state, reason, note, force, by } = batch;
  const handled = deliveriesOf(counts);
  const time = (ms: number) => new Date(ms).toISOString();
  const lines: [string, string | false][] = [
    ['Deployment', `${deployment.name} (${deployment.url})`],
    ['Batch', batch._id],
    ['Selection', selectionWords(batch.selection, time)],
    ['By', by],
    ['Note', note ?? false],
    ['Forced', force && 'yes: past the order guard and tombstones'],
    ['State', reason === undefined ? state : `${state}: ${reason}`],
    ['Started', time(batch.created_at)],
    [state === 'running' ? 'Last step' : 'Ended', time(batch.updated_at)],
    ['Re-dispatched', `${handled}`],
    ...OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome): [string, string] => [
      `  ${outcome}`,
      `${counts[outcome]}`,
    ]),
    ['Passed over', skipped > 0 && `${skipped}: ${WHY_PASSED_OVER}`],
  ];
  const facts = lines
    .filter(([, value]) => value !== false)
    .map(([name, value]) => `${name}: ${value}\n`);
  if (rows.length > 0) {
    const number = rows.length < handled ? `${rows.length} of ${handled}` : `${rows.length}`;
    facts.push(`Deliveries: ${number}\n`);
  }
  const deliveries = rows.map((row) => `  ${deliveryLine(row, time(row.received_at))}\n`);
  return ['Re-dispatch batch\n', ...facts, ...deliveries].join('');
}

function deliveryLine(row: AuditRow, time: string): string {
  const { event_type, clerk_user_id = '', outcome, reason = '', _id } = row;
  return [time, event_type, clerk_user_id, outcome, changedWords(row) || reason, _id].join('\t');
}
