import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Batch } from '../../../webhooks/shared/batch.ts';
import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import { changeWords } from '../../event/changeWords.ts';
import { isoText } from '../../ui/time/moment.ts';
import { deliveriesOf } from '../send/effectSummary.ts';
import { selectionWords, WHY_GIVEN_UP, WHY_SKIPPED } from './selectionWords.ts';

/**
 * A batch as text to paste into a ticket. Times are in ISO 8601, since readers may be in other time
 * zones. Users appear only by their ids.
 *
 * @param rows the batch's deliveries, in the order in which they were sent
 */
export function batchReport(
  batch: Batch,
  rows: readonly AuditRow[],
  deployment: { name: string; url: string },
): string {
  const { counts, skipped, given_up, state, reason, note, force, by } = batch;
  const handled = deliveriesOf(counts);
  const lines: [string, string | false][] = [
    ['Deployment', `${deployment.name} (${deployment.url})`],
    ['Batch', batch._id],
    ['Selection', selectionWords(batch.selection, isoText)],
    ['By', by],
    ['Note', note ?? false],
    ['Forced', force && 'yes'],
    ['State', reason === undefined ? state : `${state}: ${reason}`],
    ['Started', isoText(batch.created_at)],
    [state === 'running' ? 'Last step' : 'Ended', isoText(batch.updated_at)],
    ['Re-dispatched', `${handled}`],
    ...OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome): [string, string] => [
      `  ${outcome}`,
      `${counts[outcome]}`,
    ]),
    ['Given up', given_up > 0 && `${given_up} of the failed: ${WHY_GIVEN_UP}`],
    ['Skipped', skipped > 0 && `${skipped}: ${WHY_SKIPPED}`],
  ];
  const facts = lines
    .filter(([, value]) => value !== false)
    .map(([name, value]) => `${name}: ${value}\n`);
  if (rows.length > 0) {
    const number = rows.length < handled ? `${rows.length} of ${handled}` : `${rows.length}`;
    facts.push(`Deliveries: ${number}\n`);
  }
  const deliveries = rows.map((row) => `  ${deliveryLine(row, isoText(row.received_at))}\n`);
  return ['Re-dispatch batch\n', ...facts, ...deliveries].join('');
}

function deliveryLine(row: AuditRow, time: string): string {
  const { event_type, clerk_user_id = '', outcome, reason = '', _id } = row;
  return [time, event_type, clerk_user_id, outcome, changeWords(row) || reason, _id].join('\t');
}
