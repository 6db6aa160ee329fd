/** The syscalls that `convex/server` issues, answered for the call that is running. */
import type { JSONValue } from 'convex/values';
import type { Table } from './documents.ts';
import { currentExecution, type Execution } from './execution.ts';
import { tableNumberOf } from './ids.ts';
import type { TransactionLimits } from './limits.ts';
import { readPage, type PageRequest } from './pages.ts';
import { QueryStream, type SerializedQuery } from './query.ts';
import type { Runner } from './runner.ts';
import type { Transaction } from './transaction.ts';

type Fields = Record<string, JSONValue>;
type Handler = (execution: Execution, args: never, runner: Runner) => unknown;

/** A result that is JSON text already, so that documents are not parsed only to be written again. */
class Json {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type FunctionAddress = { name?: string; reference?: string; functionHandle?: string };
type Call = FunctionAddress & { args: Fields };
type ScheduleRequest = Call & { ts: number };

const handlers: Record<string, Handler> = {
  // Reading
  '1.0/get': (execution, args: { id: string; table?: string; isSystem: boolean }) => {
    const transaction = transactionOf(execution);
    const table = tableOf(transaction, 'db.get', args.id, args.table);
    if (table === null) return null;
    checkSystemAccess(table.name, args.isSystem);
    const json = transaction.get(table, args.id);
    return json === null ? null : new Json(json);
  },
  '1.0/count': (execution, { table }: { table: string }) => transactionOf(execution).count(table),
  '1.0/queryStream': (execution, { query }: { query: SerializedQuery }) => {
    const queryId = execution.streams.size;
    execution.streams.set(queryId, new QueryStream(transactionOf(execution), query));
    return { queryId };
  },
  '1.0/queryStreamNext': (execution, { queryId }: { queryId: number }) => {
    const json = execution.streams.get(queryId)?.next() ?? null;
    return json === null ? { value: null, done: true } : new Json(`{"value":${json},"done":false}`);
  },
  '1.0/queryCleanup': (execution, { queryId }: { queryId: number }) => {
    // The id stays taken: ids are given out by the number of streams.
    execution.streams.set(queryId, exhausted as QueryStream);
    return true;
  },
  '1.0/queryPage': (execution, args: PageRequest) => {
    const { journal } = execution;
    const page = readPage(transactionOf(execution), {
      ...args,
      endCursor: args.endCursor ?? journal.previous,
    });
    if (journal.next !== null) {
      throw new Error(
        'This query or mutation function ran multiple paginated queries. Convex only supports a ' +
          'single paginated query in each function.',
      );
    }
    journal.next = page.continueCursor;
    return page;
  },
  '1.0/db/normalizeId': (execution, args: { table: string; idString: string }) => {
    const table = transactionOf(execution).store.catalog.tableOfId(args.idString);
    return { id: table?.name === args.table ? args.idString : null };
  },

  // Writing
  '1.0/insert': (execution, { table, value }: { table: string; value: Fields }) => ({
    _id: writable(execution).insert(table, objectArgument('db.insert', value)),
  }),
  '1.0/shallowMerge': (execution, args: { id: string; table?: string; value: Fields }) => {
    const { transaction, table } = target(execution, 'db.patch', args);
    transaction.patch(table, args.id, objectArgument('db.patch', args.value));
    return null;
  },
  '1.0/replace': (execution, args: { id: string; table?: string; value: Fields }) => {
    const { transaction, table } = target(execution, 'db.replace', args);
    transaction.replace(table, args.id, objectArgument('db.replace', args.value));
    return null;
  },
  '1.0/remove': (execution, args: { id: string; table?: string }) => {
    const { transaction, table } = target(execution, 'db.delete', args);
    transaction.remove(table, args.id);
    return null;
  },

  // Calling
  '1.0/runUdf': (
    execution,
    args: Call & { udfType: string; transactionLimits?: Partial<TransactionLimits> },
    runner,
  ) => {
    if (args.udfType !== 'query' && args.udfType !== 'mutation') {
      throw new Error(`runQuery with useStaleSnapshot is not supported by the local deployment.`);
    }
    const path = addressOf(args);
    return runner.runNested(execution, args.udfType, path, args.args, args.transactionLimits);
  },
  '1.0/actions/query': (execution, args: Call, runner) =>
    runner.callFromAction(execution, 'query', addressOf(args), args.args),
  '1.0/actions/mutation': (execution, args: Call, runner) =>
    runner.callFromAction(execution, 'mutation', addressOf(args), args.args),
  '1.0/actions/action': (execution, args: Call, runner) =>
    runner.callFromAction(execution, 'action', addressOf(args), args.args),
  '1.0/createFunctionHandle': (_execution, args: FunctionAddress) =>
    `function://;${addressOf(args)}`,

  // Scheduling
  '1.0/schedule': (execution, args: ScheduleRequest, runner) =>
    runner.scheduler.schedule(writable(execution), addressOf(args), args.args, args.ts * 1000),
  '1.0/cancel_job': (execution, { id }: { id: string }, runner) => {
    runner.scheduler.cancel(writable(execution), id);
    return null;
  },
  '1.0/actions/schedule': (_execution, args: ScheduleRequest, runner) =>
    runner.scheduler.write((transaction) =>
      runner.scheduler.schedule(transaction, addressOf(args), args.args, args.ts * 1000),
    ),
  '1.0/actions/cancel_job': (_execution, { id }: { id: string }, runner) =>
    runner.scheduler.write((transaction) => {
      runner.scheduler.cancel(transaction, id);
      return null;
    }),

  // Asking about the call
  '1.0/getUserIdentity': (execution) => execution.request.caller.identity,
  '1.0/getSnapshotTs': (execution) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(transactionOf(execution).snapshotTs);
    return { $integer: bytes.toString('base64') };
  },
  '1.0/getTransactionMetrics': (execution) => {
    if (execution.transaction) return execution.transaction.usage.metrics();
    // `convex/server` knows this wording and explains.
    throw new Error('Unknown async operation 1.0/getTransactionMetrics');
  },
  '1.0/getFunctionMetadata': ({ path }) => ({ name: path, componentPath: '' }),
  '1.0/getRequestMetadata': ({ request }) => ({
    ip: request.caller.ip ?? null,
    userAgent: request.caller.userAgent ?? null,
    requestId: request.requestId,
    scheduledFunctionId: request.scheduledJob,
    authToken: null,
  }),
  '1.0/getDeploymentMetadata': () => ({ name: 'local', region: null, class: 's16' }),
};

const exhausted: Pick<QueryStream, 'next'> = { next: () => null };

/** What `convex/server` knows as the global `Convex`. */
export const convexSyscalls = {
  syscall(operation: string, args: string): string {
    const execution = executionFor(operation);
    execution.checkOpen(operation);
    return toText(handlerOf(operation)(execution, JSON.parse(args) as never, execution.runner));
  },
  async asyncSyscall(operation: string, args: string): Promise<string> {
    const execution = executionFor(operation);
    const handler = handlerOf(operation);
    const parsed = JSON.parse(args) as never;
    const result = await execution.runSyscall(operation, () =>
      handler(execution, parsed, execution.runner),
    );
    return toText(result);
  },
  jsSyscall(operation: string): never {
    throw new Error(`Syscall ${operation} is not supported by the local deployment.`);
  },
};

function executionFor(operation: string): Execution {
  const execution = currentExecution();
  if (execution) return execution;
  throw new Error(`${operation} was called outside of a Convex function.`);
}

function handlerOf(operation: string): Handler {
  const handler = Object.hasOwn(handlers, operation) ? handlers[operation] : undefined;
  if (handler) return handler;
  throw new Error(
    `Unknown async operation ${operation}: it is not supported by the local deployment.`,
  );
}

function toText(result: unknown): string {
  return result instanceof Json ? result.text : JSON.stringify(result ?? null);
}

function transactionOf({ transaction, path }: Execution): Transaction {
  if (transaction) return transaction;
  throw new Error(`${path} is an action: it has no access to the database.`);
}

function writable(execution: Execution): Transaction {
  if (execution.kind === 'mutation') return transactionOf(execution);
  throw new Error(`${execution.path} is a ${execution.kind}: it cannot write or schedule.`);
}

function target(execution: Execution, method: string, args: { id: string; table?: string }) {
  const transaction = writable(execution);
  const table = tableOf(transaction, method, args.id, args.table);
  if (table === null) {
    throw new Error(`Invalid argument \`id\` for \`${method}\`: no table has the ID "${args.id}"`);
  }
  checkSystemAccess(table.name, false);
  return { transaction, table };
}

/** @returns null for a well-formed id of a table that does not exist. */
function tableOf(
  { store }: Transaction,
  method: string,
  id: string,
  expected: string | undefined,
): Table | null {
  if (typeof id !== 'string' || tableNumberOf(id) === null) {
    throw new Error(
      `Invalid argument \`id\` for \`${method}\`: Unable to decode ID: ${JSON.stringify(id)}`,
    );
  }
  const table = store.catalog.tableOfId(id);
  if (table && expected !== undefined && table.name !== expected) {
    throw new Error(
      `Invalid argument \`id\` for \`${method}\`: expected to be an Id<"${expected}">, got ` +
        `Id<"${table.name}"> instead.`,
    );
  }
  return table;
}

function checkSystemAccess(table: string, isSystem: boolean): void {
  if (table.startsWith('_') === isSystem) return;
  throw new Error(
    isSystem
      ? 'User tables cannot be accessed with db.system.'
      : 'System tables can only be accessed with db.system.',
  );
}

function objectArgument(method: string, value: JSONValue): Fields {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  const isEncodedValue = isObject && Object.keys(value).some((key) => key.startsWith('$'));
  if (isObject && !isEncodedValue) return value;
  throw new Error(`Invalid argument \`value\` for \`${method}\`: Value must be an Object`);
}

function addressOf({ name, reference, functionHandle }: FunctionAddress): string {
  if (name !== undefined) return name;
  if (functionHandle !== undefined) return functionHandle.replace(/^function:\/\/[^;]*;/, '');
  throw new Error(`Components are not supported by the local deployment: ${reference}`);
}
