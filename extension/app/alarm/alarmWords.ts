import { reasonWords } from '../../event/item.ts';
import { formatTime } from '../../event/format.ts';
import { rejectionAdvice } from '../../inspector/rejectionAdvice.ts';
import type { Alarm } from './alarm.ts';

/** Since when no webhook was accepted, how many were not, and why. */
export function alarmSentence(alarm: Alarm): string {
  const { rejected, reason, failed, errorLine } = alarm;
  const parts: string[] = [];
  if (rejected > 0 && reason !== null) {
    const requests = rejected === 1 ? '1 request' : `${rejected.toLocaleString('en')} requests`;
    parts.push(`${requests} rejected (${reasonWords[reason]})`);
  }
  if (failed > 0) {
    const deliveries = failed === 1 ? '1 delivery' : `${failed.toLocaleString('en')} deliveries`;
    parts.push(
      `${deliveries} failed in your handler${errorLine === null ? '' : ` (${errorLine})`}`,
    );
  }
  return `Nothing accepted ${sinceWhen(alarm)}: ${parts.join(', ')}.`;
}

function sinceWhen({ since, loadedFrom }: Alarm): string {
  if (since !== null) return `since ${formatTime(since)}`;
  return loadedFrom === undefined ? 'so far' : `since ${formatTime(loadedFrom)} or earlier`;
}

/** The first step against the more frequent problem, with code between backticks. */
export function alarmAdvice({ rejected, reason, failed }: Alarm): string {
  if (reason === null || failed > rejected) {
    return 'Correct your handler and deploy it, then re-dispatch what failed.';
  }
  // The inspector shows the rest of the advice.
  return rejectionAdvice[reason].split(/(?<=\.) /, 1)[0]!;
}
