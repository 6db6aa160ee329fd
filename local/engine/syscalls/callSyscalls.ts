/** Syscalls for calling and scheduling functions, and for asking about the current call. */
import { int64Json } from '../transaction/commitTs.ts';
import type { TransactionLimits } from '../transaction/usage.ts';
import { transactionOf, writableTransactionOf, type Fields, type Handler } from './handler.ts';

interface FunctionAddress {
  name?: string;
  reference?: string;
  functionHandle?: string;
}

interface Call extends FunctionAddress {
  args: Fields;
}

interface ScheduleRequest extends Call {
  /** Seconds since 1970. */
  ts: number;
}

export const callSyscalls: Record<string, Handler> = {
  '1.0/runUdf': (
    execution,
    args: Call & { udfType: string; transactionLimits?: Partial<TransactionLimits> },
  ) => {
    const { udfType, transactionLimits } = args;
    if (udfType !== 'query' && udfType !== 'mutation') {
      throw new Error(`runQuery with useStaleSnapshot is not supported by the local deployment.`);
    }
    const { backend } = execution;
    return backend.callNested(execution, udfType, addressOf(args), args.args, transactionLimits);
  },
  '1.0/actions/query': (execution, args: Call) =>
    execution.backend.callFromAction(execution, 'query', addressOf(args), args.args),
  '1.0/actions/mutation': (execution, args: Call) =>
    execution.backend.callFromAction(execution, 'mutation', addressOf(args), args.args),
  '1.0/actions/action': (execution, args: Call) =>
    execution.backend.callFromAction(execution, 'action', addressOf(args), args.args),
  '1.0/createFunctionHandle': (_execution, args: FunctionAddress) =>
    `function://;${addressOf(args)}`,

  '1.0/schedule': (execution, { args, ts, ...address }: ScheduleRequest) => {
    writableTransactionOf(execution);
    return execution.backend.schedule(execution, addressOf(address), args, ts * 1000);
  },
  '1.0/cancel_job': (execution, { id }: { id: string }) => {
    writableTransactionOf(execution);
    return execution.backend.cancel(execution, id);
  },
  '1.0/actions/schedule': (execution, { args, ts, ...address }: ScheduleRequest) =>
    execution.backend.schedule(execution, addressOf(address), args, ts * 1000),
  '1.0/actions/cancel_job': (execution, { id }: { id: string }) =>
    execution.backend.cancel(execution, id),

  '1.0/getUserIdentity': ({ request: { caller }, transaction }) => {
    // Only actions see the error: in the queries and mutations that they call, nobody is signed in.
    if (caller.identityError !== undefined && !transaction) throw new Error(caller.identityError);
    return caller.identity;
  },
  '1.0/getSnapshotTs': (execution) => int64Json(transactionOf(execution).snapshotTs),
  '1.0/getTransactionMetrics': ({ transaction }) => {
    if (transaction) return transaction.usage.metrics();
    // `convex/server` recognizes this wording and explains it.
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

function addressOf({ name, reference, functionHandle }: FunctionAddress): string {
  if (name !== undefined) return name;
  if (functionHandle !== undefined) return functionHandle.replace(/^function:\/\/[^;]*;/, '');
  throw new Error(`Components are not supported by the local deployment: ${reference}`);
}
