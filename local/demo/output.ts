import { styleText } from 'node:util';
import { visibleText } from '../visibleText.ts';
import type { Delivery } from './traffic/sender.ts';
import { FAULTY_VERSION, FIXED_VERSION } from './traffic/versions.ts';

const COLOURS: Record<string, Parameters<typeof styleText>[0]> = {
  applied: 'green',
  failed: 'red',
  rejected: 'yellow',
  'no answer': 'red',
};

/** One line for a delivery: time, event, user, outcome and reason. */
export function deliveryLine({ type, who, attempt, answer, tookMs }: Delivery, at: Date): string {
  const colour = COLOURS[answer.outcome] ?? 'reset';
  const outcome = styleText(colour, visibleText(answer.outcome).padEnd(10));
  const event = visibleText(attempt > 1 ? `${type}, attempt ${attempt}` : type);
  const user = visibleText(who);
  const reason = visibleText(answer.reason ?? '');
  const took = `${Math.round(tookMs)} ms`.padStart(8);
  return [timeOf(at), event.padEnd(30), user.padEnd(28), outcome, took, reason]
    .join('  ')
    .trimEnd();
}

/** Explains each deploy of the incident. */
const DEPLOYS: Record<string, string> = {
  [FAULTY_VERSION]: 'It has a fault: it fails for people who have no last name.',
  [FIXED_VERSION]:
    'It mends that. What failed for Xanthe and Yuki is then resent, as from Clerk’s dashboard.',
};

/** One line for a deploy of the demo app. */
export function deployLine(version: string, at: Date): string {
  const deployed = `Deployed ${version} of the demo app. ${DEPLOYS[version] ?? ''}`;
  return [timeOf(at), styleText('bold', deployed.trimEnd())].join('  ');
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

/** Says, after other facts, why a server has another port than usual; empty if it has its usual one. */
export function portNote(url: string, usual: number): string {
  return new URL(url).port === String(usual) ? '' : `; port ${usual} is in use by another program`;
}

function timeOf(date: Date): string {
  return date.toTimeString().slice(0, 8);
}
