import type { Outcome } from '../../../webhooks/shared/outcome.ts';
import type { Preview } from '../../../webhooks/shared/preview.ts';
import { joinWords, listFields } from '../../event/changeWords.ts';

const meanings: Record<Outcome, string> = {
  applied: 'Your handler ran.',
  unchanged: 'Nothing changed.',
  duplicate: 'Nothing changed.',
  stale: 'Nothing changed.',
  ignored: 'Nothing changed.',
  failed: 'Nothing changed.',
};

/** The effect of a re-dispatch in a sentence. `reason` is in the server's own words. */
export function outcomeSentence(outcome: Outcome, reason: string | null): string {
  return withReason(meanings[outcome], reason);
}

/** The effect of a previewed re-dispatch in a sentence. */
export function previewSentence({ outcome, reason, error, writes, written }: Preview): string {
  if (outcome === 'failed') return withReason('Your handler would throw.', firstLine(error));
  if (outcome === 'unchanged') {
    // Not the server's reason: it is in the past tense.
    return 'This would change nothing: your handler would run, and no row would differ.';
  }
  if (outcome !== 'applied') return withReason('This would change nothing.', reason);
  const [only] = writes;
  if (written === 1 && only !== undefined) {
    if (only.kind === 'update')
      return `This would change ${listFields(only.fields)} in ${only.table}.`;
    return `This would ${only.kind === 'insert' ? 'add a row to' : 'delete a row from'} ${only.table}.`;
  }
  if (written === 0) return 'This would change no recorded row.';
  const tables = joinWords([...new Set(writes.map(({ table }) => table))]);
  return `This would change ${written.toLocaleString('en')} rows in ${tables}.`;
}

function firstLine(text: string | null): string | null {
  return text === null ? null : text.split('\n', 1)[0]!;
}

function withReason(sentence: string, reason: string | null): string {
  if (reason === null) return sentence;
  return `${sentence} ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
}
