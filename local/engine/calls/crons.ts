/** The cron jobs of `crons.ts`. Restarts and reloads do not change when a job is due next. */
import { Cron } from 'croner';
import type { JSONValue } from 'convex/values';
import { createHash } from 'node:crypto';
import type { Connection } from '../storage/connection.ts';
import type { CronSpec } from '../contract/functionSet.ts';
import type { Jobs } from './jobs.ts';
import type { Transaction } from '../transaction/transaction.ts';

type CronSchedule = CronSpec['schedule'];
type Enqueue = (path: string, args: JSONValue) => string;

interface CronRow {
  name: string;
  spec: string;
  next: number;
  job: string | null;
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export class Crons {
  readonly #connection: Connection;
  readonly #runs: Jobs;

  /** @param runs The jobs that are runs of crons. */
  constructor(connection: Connection, runs: Jobs) {
    this.#connection = connection;
    this.#runs = runs;
  }

  /**
   * Replaces all jobs with the given ones. An unchanged job keeps its next time; a new interval
   * runs at once, as in Convex. Call it in a transaction.
   *
   * @throws Error that names the job with an invalid schedule.
   */
  apply(specs: CronSpec[], now: number): void {
    const known = new Map(this.#rows().map((row) => [row.name, row]));
    for (const spec of specs) {
      const text = JSON.stringify(spec);
      if (known.get(spec.name)?.spec !== text) {
        const first = spec.schedule.type === 'interval' ? now : nextTime(spec, now);
        this.#connection.run(
          'INSERT OR REPLACE INTO crons (name, spec, next, job) VALUES (?, ?, ?, NULL)',
          spec.name,
          text,
          first,
        );
      }
      known.delete(spec.name);
    }
    for (const name of known.keys()) this.#connection.run('DELETE FROM crons WHERE name = ?', name);
  }

  /**
   * Enqueues a run of each job that is due, and sets its next time, in the transaction. A job that was
   * due while the deployment was down runs once. A job whose last run has not ended is skipped.
   */
  enqueueDue(transaction: Transaction, enqueue: Enqueue): void {
    const now = transaction.startedAt;
    for (const row of this.#rows()) {
      if (row.next > now) continue;
      const spec = JSON.parse(row.spec) as CronSpec;
      const job = this.#isRunning(row.job) ? row.job : enqueue(spec.path, spec.args);
      this.#connection.run(
        'UPDATE crons SET next = ?, job = ? WHERE name = ?',
        nextTime(spec, now),
        job,
        row.name,
      );
    }
  }

  /** When the next job is due, in milliseconds since 1970, or undefined when there are no jobs. */
  nextTime(): number | undefined {
    const sql = 'SELECT min(next) AS next FROM crons';
    return this.#connection.get<{ next: number | null }>(sql)?.next ?? undefined;
  }

  #isRunning(run: string | null): boolean {
    const state = run === null ? null : this.#runs.stateOf(run);
    return state === 'pending' || state === 'inProgress';
  }

  #rows(): CronRow[] {
    return this.#connection.all<CronRow>('SELECT name, spec, next, job FROM crons ORDER BY name');
  }
}

/** When the job is due after this moment. Both in milliseconds since 1970. */
export function nextTime({ name, schedule }: CronSpec, after: number): number {
  if (schedule.type === 'interval') return after + intervalLength(schedule);
  try {
    const next = new Cron(patternOf(name, schedule), { timezone: 'UTC', paused: true }).nextRun(
      new Date(after),
    );
    if (next) return next.getTime();
  } catch (error) {
    throw new Error(`Cron job "${name}": ${(error as Error).message}`);
  }
  throw new Error(`Cron job "${name}" is never due: ${JSON.stringify(schedule)}`);
}

function intervalLength(schedule: CronSchedule): number {
  const { seconds = 0, minutes = 0, hours = 0 } = schedule as Record<string, number>;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function patternOf(name: string, schedule: CronSchedule): string {
  if (schedule.type === 'cron') return String(schedule['cron']);
  // Convex chooses a minute for a job without one, and keeps it.
  const minute = schedule['minuteUTC'] ?? createHash('sha256').update(name).digest()[0]! % 60;
  const hour = schedule['hourUTC'] ?? '*';
  const dayOfMonth = schedule['day'] ?? '*';
  const dayOfWeek =
    schedule['dayOfWeek'] === undefined
      ? '*'
      : DAYS.indexOf(String(schedule['dayOfWeek']).toLowerCase());
  return `${minute} ${hour} ${dayOfMonth} * ${dayOfWeek}`;
}
