/** The jobs of `crons.ts`: when each is due next survives restarts and unrelated deployments. */
import { Cron } from 'croner';
import type { JSONValue } from 'convex/values';
import { createHash } from 'node:crypto';
import type { CronSpec } from './deployment.ts';
import { parseDocument } from './documents.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

type Schedule = CronSpec['schedule'];
type Enqueue = (path: string, args: JSONValue) => string;

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export class Crons {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /**
   * Makes these the jobs there are. One that has not changed keeps its next time; a new interval
   * runs at once, as in Convex. To be called within a transaction.
   *
   * @throws Error which names the job whose schedule cannot be.
   */
  apply(specs: CronSpec[], now: number): void {
    const known = new Map(this.rows().map((row) => [row.name, row]));
    for (const spec of specs) {
      const text = JSON.stringify(spec);
      if (known.get(spec.name)?.spec !== text) {
        const first = spec.schedule.type === 'interval' ? now : nextTime(spec, now);
        this.store.run(
          'INSERT OR REPLACE INTO crons (name, spec, next, job) VALUES (?, ?, ?, NULL)',
          spec.name,
          text,
          first,
        );
      }
      known.delete(spec.name);
    }
    for (const name of known.keys()) this.store.run('DELETE FROM crons WHERE name = ?', name);
  }

  /**
   * Schedules what is due, and sets its next time, in the transaction. What came due while the
   * deployment was down runs once. A job whose last run has not ended is passed over.
   */
  enqueueDue(transaction: Transaction, enqueue: Enqueue): void {
    const now = transaction.startedAt;
    for (const row of this.rows()) {
      if (row.next > now) continue;
      const spec = JSON.parse(row.spec) as CronSpec;
      const job = this.isRunning(row.job) ? row.job : enqueue(spec.path, spec.args);
      this.store.run(
        'UPDATE crons SET next = ?, job = ? WHERE name = ?',
        nextTime(spec, now),
        job,
        row.name,
      );
    }
  }

  /** Milliseconds since 1970, or undefined when there are no jobs. */
  nextTime(): number | undefined {
    const row = this.store.get('SELECT min(next) AS next FROM crons');
    return (row?.['next'] as number | null) ?? undefined;
  }

  private isRunning(job: string | null): boolean {
    const stored = job === null ? null : this.store.read(job);
    if (stored === null) return false;
    const { kind } = parseDocument(stored.json)['state'] as { kind: string };
    return kind === 'pending' || kind === 'inProgress';
  }

  private rows() {
    return this.store.all('SELECT name, spec, next, job FROM crons ORDER BY name') as {
      name: string;
      spec: string;
      next: number;
      job: string | null;
    }[];
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

function intervalLength(schedule: Schedule): number {
  const { seconds = 0, minutes = 0, hours = 0 } = schedule as Record<string, number>;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function patternOf(name: string, schedule: Schedule): string {
  if (schedule.type === 'cron') return String(schedule['cron']);
  // Without a minute Convex picks one for each job and keeps to it.
  const minute = schedule['minuteUTC'] ?? createHash('sha256').update(name).digest()[0]! % 60;
  const hour = schedule['hourUTC'] ?? '*';
  const dayOfMonth = schedule['day'] ?? '*';
  const dayOfWeek =
    schedule['dayOfWeek'] === undefined
      ? '*'
      : days.indexOf(String(schedule['dayOfWeek']).toLowerCase());
  return `${minute} ${hour} ${dayOfMonth} * ${dayOfWeek}`;
}
