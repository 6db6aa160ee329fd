import { styleText } from 'node:util';
import type { Delivery } from './sender.ts';

const COLOURS: Record<string, Parameters<typeof styleText>[0]> = {
  applied: 'green',
  failed: 'red',
  rejected: 'yellow',
  'no answer': 'red',
};

/** One line a delivery: when, what, about whom, what the backend made of it, and why. */
export function deliveryLine({ type, who, attempt, answer, tookMs }: Delivery, at: Date): string {
  const outcome = styleText(COLOURS[answer.outcome] ?? 'reset', answer.outcome.padEnd(10));
  const event = attempt > 1 ? `${type}, attempt ${attempt}` : type;
  const took = `${Math.round(tookMs)} ms`.padStart(8);
  return [timeOf(at), event.padEnd(30), who.padEnd(28), outcome, took, answer.reason ?? '']
    .join('  ')
    .trimEnd();
}

/** The heading over the delivery lines. */
export function deliveryHeading(): string {
  const columns = ['Time    ', 'Event'.padEnd(30), 'User'.padEnd(28), 'Outcome   ', '    Took'];
  return styleText('dim', columns.join('  '));
}

/** Names and values in two columns; a value may have several lines. */
export function facts(rows: Record<string, string>): string {
  return Object.entries(rows)
    .map(([name, value]) => `  ${name.padEnd(12)}${value.replaceAll('\n', `\n${' '.repeat(14)}`)}`)
    .join('\n');
}

function timeOf(date: Date): string {
  return date.toTimeString().slice(0, 8);
}
