/** A mutation's context that tells a recorder what is written, scheduled and called through it. */
import { getFunctionName } from 'convex/server';
import type { ScheduledCall } from '../shared/documentChange.ts';
import { keptText } from '../shared/keptText.ts';
import { copyOf } from './copyOf.ts';
import { textOf } from './documentText.ts';
import { foreignRecords, takeRecords, type RunId } from './handUp.ts';
import { addScheduled } from './record.ts';
import type { Recorder } from './recorder.ts';
import type { AnyMutationCtx } from './recordTables.ts';
import { waitingQueries, waitingReads } from './waitingReads.ts';

type Context = Pick<AnyMutationCtx, 'db' | 'scheduler' | 'runMutation' | 'runQuery'>;
type Db = Context['db'];
type Scheduler = Context['scheduler'];

const recordedDbs = new WeakSet<object>();

/** True for a context whose writes are recorded already. */
export function isRecorded({ db }: Pick<Context, 'db'>): boolean {
  return recordedDbs.has(db);
}

/** @param foreign Records left by functions that this one did not call, if that is known. */
export function recordedContext(
  ctx: Context,
  run: RunId,
  recorder: Recorder,
  foreign: Set<string> | null = null,
): Context {
  const db = recordedDb(ctx.db, recorder);
  recordedDbs.add(db);
  return {
    db,
    scheduler: recordedScheduler(ctx, recorder),
    runMutation: recordedCalls(ctx, run, recorder, foreign),
    runQuery: waitingQueries(ctx, recorder),
  };
}

type Args = [never, never, never];

function recordedDb(db: Db, recorder: Recorder): Db {
  // The table's name before the id is optional in all of them.
  const insert = (table: string, given: never) => {
    const value = copyOf(given);
    return recorder.inTurn(async () => {
      const id = await db.insert(table, value);
      recorder.inserted(id, table);
      return id;
    });
  };
  const changing = (
    given: Args,
    named: boolean,
    write: (args: Args) => Promise<void>,
    deleted?: true,
  ) => {
    const args = copyOf(given);
    const [table, id] = (named ? args : [undefined, args[0]]) as [string | undefined, never];
    const read = () => (table === undefined ? db.get(id) : db.get(table, id));
    const writing = () => write(args);
    return recorder.inTurn(() => recorder.changing({ id, table, deleted }, read, writing));
  };
  const writers = {
    insert,
    patch: (...given: Args) => changing(given, given[2] !== undefined, (args) => db.patch(...args)),
    replace: (...given: Args) =>
      changing(given, given[2] !== undefined, (args) => db.replace(...args)),
    delete: (...given: Args) =>
      changing(given, given[1] !== undefined, ([table, id]) => db.delete(table, id), true),
  };
  return overriding(db, {
    ...writers,
    ...waitingReads(db, recorder),
    table: (name: string) => {
      const table = (db as unknown as { table: (name: string) => Db }).table(name);
      return overriding(table, {
        ...waitingReads(table, recorder),
        insert: (value: never) => writers.insert(name, value),
        patch: (id: never, value: never) => writers.patch(name as never, id, value),
        replace: (id: never, value: never) => writers.replace(name as never, id, value),
        delete: (id: never) => writers.delete(name as never, id, undefined as never),
      });
    },
  });
}

function recordedScheduler({ db, scheduler }: Context, recorder: Recorder): Scheduler {
  const { record } = recorder;
  const callOf = (at: number, reference: unknown, args: unknown): ScheduledCall => ({
    function: keptText(nameOf(reference)),
    at,
    args: textOf((args ?? {}) as never),
  });
  const scheduling = async <Job extends string>(
    schedule: () => Promise<Job>,
    call: () => ScheduledCall,
  ) => {
    const job = await schedule();
    record.scheduleCalls += 1;
    addScheduled(record, job, call());
    return job;
  };
  return overriding(scheduler, {
    runAfter: (delay: number, reference: never, ...given: never) => {
      const args = copyOf(given);
      return recorder.inTurn(() =>
        scheduling(
          () => scheduler.runAfter(delay, reference, ...(args as [])),
          () => callOf(Date.now() + delay, reference, args[0]),
        ),
      );
    },
    runAt: (time: number | Date, reference: never, ...given: never) => {
      const args = copyOf(given);
      return recorder.inTurn(() =>
        scheduling(
          () => scheduler.runAt(time, reference, ...(args as [])),
          () => callOf(Number(time), reference, args[0]),
        ),
      );
    },
    cancel: (job: never) =>
      recorder.inTurn(async () => {
        const known = record.scheduled.has(job);
        const waiting = known ? null : await db.system.get('_scheduled_functions', job);
        await scheduler.cancel(job);
        const isPending = waiting?.state.kind === 'pending';
        if (!known && !isPending) return;
        const { name = '', scheduledTime = 0 } = waiting ?? {};
        const cancelled = { function: name.replace('.js:', ':'), at: scheduledTime };
        addScheduled(record, job, { ...cancelled, cancelled: true });
      }),
  });
}

function recordedCalls(
  ctx: Context,
  run: RunId,
  recorder: Recorder,
  foreign: Set<string> | null,
): Context['runMutation'] {
  const runMutation = (reference: never, ...given: [never, never]) => {
    const args = copyOf(given);
    return recorder.inTurn(async () => {
      foreign ??= await foreignRecords(ctx, run).catch(() => new Set<string>());
      try {
        return (await ctx.runMutation(reference, ...args)) as unknown;
      } finally {
        // Also after an error: if only the call's result was refused, its writes stay. A record
        // that cannot be read here, past a limit, is read by the handler or fails with it.
        await takeRecords(ctx, run, recorder.record, foreign).catch(() => {
          recorder.missedRecords = true;
        });
      }
    });
  };
  return runMutation as Context['runMutation'];
}

function nameOf(reference: unknown): string {
  try {
    return getFunctionName(reference as never);
  } catch {
    return typeof reference === 'string' ? reference : 'a function of a component';
  }
}

/** The same object with some methods replaced. Its own methods keep their `this`. */
function overriding<T extends object>(target: T, methods: object): T {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(methods, name)) return Reflect.get(methods, name) as unknown;
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
