import type { Batch } from '../../convex/shared/batch.ts';
import { OUTCOMES } from '../../convex/shared/outcome.ts';
import { eventsOf } from './effectSummary.ts';
import { selectionWords } from './selectionWords.ts';

/** A batch as text to paste into a ticket. Times in ISO 8601, as readers sit in other time zones. */
export function batchReport(batch: Batch, deployment: { name: string; url: string }): string {
  const { counts, skipped, state, reason, note, force, by } = batch;
  const handled = eventsOf(counts);
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
    ['Passed over', skipped > 0 && `${skipped}: handled already, or no longer as selected`],
  ];
  return `Re-dispatch batch\n${lines
    .filter(([, value]) => value !== false)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}`;
}
