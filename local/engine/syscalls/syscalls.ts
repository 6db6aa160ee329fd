/**
 * The global `Convex`, through which `convex/server` calls the backend for the running function.
 */
import { currentExecution, type Execution } from '../calls/execution.ts';
import { callSyscalls } from './callSyscalls.ts';
import { documentSyscalls } from './documentSyscalls.ts';
import { JsonText, type Handler } from './handler.ts';

const HANDLERS: Record<string, Handler> = { ...documentSyscalls, ...callSyscalls };

export const convexSyscalls = {
  syscall(operation: string, args: string): string {
    const execution = executionFor(operation);
    execution.checkOpen(operation);
    return toText(handlerOf(operation)(execution, JSON.parse(args) as never));
  },
  async asyncSyscall(operation: string, args: string): Promise<string> {
    const execution = executionFor(operation);
    const handler = handlerOf(operation);
    const parsed = JSON.parse(args) as never;
    return toText(await execution.runSyscall(operation, () => handler(execution, parsed)));
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
  const handler = Object.hasOwn(HANDLERS, operation) ? HANDLERS[operation] : undefined;
  if (handler) return handler;
  throw new Error(
    `Unknown async operation ${operation}: it is not supported by the local deployment.`,
  );
}

function toText(result: unknown): string {
  return result instanceof JsonText ? result.text : JSON.stringify(result ?? null);
}
