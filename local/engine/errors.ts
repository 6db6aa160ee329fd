/** Errors of functions, in the words in which Convex sends them. */
import { randomBytes } from 'node:crypto';
import type { JSONValue } from 'convex/values';
import type { Result } from './contract.ts';
import { DataFolderError } from './database.ts';

/** How a call failed. */
export type Failure = {
  /** `Uncaught Error: …` for what a function threw, else a sentence of the backend's. */
  message: string;
  /** Lines `    at name (../convex/file.ts:1:2)`, or empty. */
  trace: string;
  /** Convex JSON of a ConvexError. */
  data?: JSONValue;
};

/** The call was refused before the function began, or its result was. */
export class RefusedError extends Error {}

export function newRequestId(): string {
  return randomBytes(8).toString('hex');
}

/** @param mapStack Turns a stack of bundled code into one of the sources. */
export function failureOf(thrown: unknown, mapStack: (stack: string) => string): Failure {
  if (thrown instanceof RefusedError || thrown instanceof DataFolderError) {
    return { message: thrown.message, trace: '' };
  }
  if (!isError(thrown)) return { message: `Uncaught ${String(thrown)}`, trace: '' };
  const failure: Failure = {
    message: `Uncaught ${thrown.name}: ${thrown.message}`,
    trace: mapStack(thrown.stack ?? ''),
  };
  const data = convexErrorData(thrown);
  if (data !== undefined) failure.data = data;
  return failure;
}

/** The error that a function gets for a call that it made: its message has the stack, too. */
export function toCallerError({ message, trace, data }: Failure): Error {
  const error = new Error(message + (trace && `\n${trace}`));
  // `convex/server` turns an error with data into a ConvexError again.
  return data === undefined ? error : Object.assign(error, { data });
}

export function failedResult(failure: Failure, requestId: string, logLines: string[]): Result {
  const { message, trace, data } = failure;
  return {
    success: false,
    errorMessage: `[Request ID: ${requestId}] Server Error\n${message}${trace && `\n${trace}`}`,
    ...(data !== undefined && { errorData: data }),
    logLines,
  };
}

/** The answer to a request whose HTTP action threw. */
export function failedResponse({ message, trace, data }: Failure, requestId: string): Response {
  return Response.json(
    {
      code: `[Request ID: ${requestId}] Server Error`,
      trace: `${message}${trace && `\n${trace}`}`,
      ...(data !== undefined && { data }),
    },
    { status: 500 },
  );
}

// Functions carry their own copy of convex/values: its classes are known by their symbols.
const convexErrorSymbol = Symbol.for('ConvexError');

function convexErrorData(error: Error): JSONValue | undefined {
  if (!(convexErrorSymbol in error)) return undefined;
  const { data } = error as unknown as { data: unknown };
  return typeof data === 'string' ? (JSON.parse(data) as JSONValue) : undefined;
}

function isError(thrown: unknown): thrown is Error {
  return thrown !== null && typeof thrown === 'object' && 'message' in thrown;
}
