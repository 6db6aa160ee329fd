/** Puts the parts of the engine together. */
import { Conflicts } from './contract/conflicts.ts';
import type { Connection } from './storage/connection.ts';
import type { EngineOptions } from './contract/contract.ts';
import { Crons } from './calls/crons.ts';
import type { FunctionSet } from './contract/functionSet.ts';
import { History } from './transaction/history.ts';
import { Invoker } from './calls/invocation.ts';
import { Jobs } from './calls/jobs.ts';
import { Mutex } from './transaction/mutex.ts';
import { Registry } from './calls/registry.ts';
import { Requests } from './storage/requests.ts';
import { Runner } from './calls/runner.ts';
import { Schedule } from './calls/schedule.ts';
import { Scheduler } from './calls/scheduler.ts';
import { Store } from './storage/store.ts';

const DEFAULT_TIME_LIMIT_MS = 5000;

export function assemble(connection: Connection, functions: FunctionSet, options: EngineOptions) {
  const store = new Store(connection);
  const mutex = new Mutex();
  const history = new History(store, mutex);
  const registry = new Registry(functions);
  const conflicts = new Conflicts(options.conflicts ?? { rate: 0 });
  const requests = new Requests(connection);
  const scheduled = new Jobs(store, '_scheduled_functions');
  const cronRuns = new Jobs(store, '_cron_runs');
  const crons = new Crons(connection, cronRuns);
  const tableOfId = (id: string) => store.catalog.tableOfId(id)?.name ?? null;
  const invoker = new Invoker(registry, tableOfId, options.timeLimit ?? DEFAULT_TIME_LIMIT_MS);
  const schedule = new Schedule(scheduled, history, registry);
  const runner = new Runner({ store, history, requests, conflicts, registry, invoker, schedule });
  const parts = { runner, registry, history, conflicts, crons, scheduled, cronRuns };
  return { store, mutex, history, registry, crons, runner, scheduler: new Scheduler(parts) };
}
