/** Checks of reconciliation, crons, retention and versions. */
import { CONTRACT } from '../operator.ts';
import type { Reconciliation } from '../reconciliation.ts';
import type { Facts } from './facts.ts';
import type { DoctorFinding } from './report.ts';
import { counted, listed, utc } from './words.ts';

const RECONCILE = '`npx convex run webhookAdmin:reconcile`';
const MEND = '`npx convex run webhookAdmin:reconcile \'{"apply":true}\'`';

/** The users here against Clerk's, by the last reconciliation. */
export function checkClerk({ reconciliation: run }: Facts): DoctorFinding {
  if (run === null) {
    return {
      check: 'clerk',
      state: 'unknown',
      text: "The users here have not been compared with Clerk's.",
      todo: `Compare them by ${RECONCILE}; it changes nothing.`,
    };
  }
  const seen = { check: 'clerk', at: run.updated_at };
  const counts = `${counted(run.compared, 'user')} at Clerk, ${counted(run.rows, 'row')} here`;
  if (run.state === 'failed') {
    return {
      ...seen,
      // The comparison is optional, so nothing is known to be wrong.
      state: 'look',
      text: `The comparison with Clerk failed: ${run.error ?? ''}`,
    };
  }
  if (run.state === 'running') {
    const text = `The comparison with Clerk is under way: ${counts} so far.`;
    return { ...seen, state: 'unknown', text };
  }
  if (isOtherInstance(run)) {
    return {
      ...seen,
      state: 'wrong',
      text: `Clerk and this deployment have no user in common: ${counts}.`,
      todo: 'CLERK_SECRET_KEY, or the signing secret, is of another Clerk instance. Set both from the same one.',
    };
  }
  const { problems, isMendable } = problemsOf(run);
  if (problems.length === 0) {
    return {
      ...seen,
      state: 'ok',
      text: `At the last comparison with Clerk all were equal: ${counts}.`,
    };
  }
  const text = `At the last comparison with Clerk ${listed(problems)}: ${counts}.`;
  return isMendable
    ? { ...seen, state: 'wrong', text, todo: `Mend that by ${MEND}.` }
    : { ...seen, state: 'look', text };
}

function isOtherInstance({ rows, extra, compared, missing, apply }: Reconciliation): boolean {
  return !apply && rows > 0 && extra === rows && compared > 0 && missing === compared;
}

/** The differences that the run left, in words. */
function problemsOf(run: Reconciliation): { problems: string[]; isMendable: boolean } {
  const { missing, created, updated, extra, removed, failed, apply } = run;
  const mendable: Count[] = [
    [apply ? 0 : created, 'missing here'],
    [apply ? 0 : updated, 'out of date'],
    [apply ? extra - removed : extra, 'no longer at Clerk'],
    [failed, 'left as it was, since the handler threw'],
  ];
  const others: Count[] = [[missing - created, 'deleted here for good']];
  return { problems: worded([...mendable, ...others]), isMendable: worded(mendable).length > 0 };
}

type Count = [count: number, what: string];

function worded(counts: Count[]): string[] {
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${counted(count, 'user was', 'users were')} ${what}`);
}

/** The oldest delivery may wait this long for the library's first cron, which runs every hour. */
const LONGEST_PAUSE = 3 * 60 * 60 * 1000;

/** Checks that the library's crons run. */
export function checkCrons({ beat, oldest, now }: Facts): DoctorFinding {
  const todo =
    'Call addWebhookCrons(crons) in convex/crons.ts, export crons as its default, and deploy. Without it old deliveries are never deleted, and a batch that stopped is not resumed.';
  if (beat !== null && now - beat <= LONGEST_PAUSE) {
    return { check: 'crons', state: 'ok', text: "The library's crons run.", at: beat };
  }
  if (beat !== null) {
    const text = `The library's crons ran last at ${utc(beat)}, and should run every hour.`;
    return { check: 'crons', state: 'wrong', text, todo, at: beat };
  }
  const isLate = oldest !== null && now - oldest > LONGEST_PAUSE;
  const text = "The library's crons have not run yet.";
  return isLate
    ? { check: 'crons', state: 'wrong', text, todo }
    : {
        check: 'crons',
        state: 'unknown',
        text,
        todo: 'They run within an hour of the deploy, if convex/crons.ts calls addWebhookCrons(crons).',
      };
}

/** Checks that the retention setting is a number: otherwise, nothing is ever deleted. */
export function checkRetention({ retention }: Facts): DoctorFinding {
  return typeof retention === 'string'
    ? { check: 'retention', state: 'wrong', text: retention }
    : {
        check: 'retention',
        state: 'ok',
        text: `Deliveries are kept for ${counted(retention, 'day')}.`,
      };
}

export function checkVersions({ convex }: Facts): DoctorFinding {
  const text = `The functions speak contract version ${CONTRACT}, on convex ${convex}.`;
  return { check: 'versions', state: 'ok', text };
}
