/** Errors of functions, with Convex's text and layout. */
import { types } from 'node:util';
import { jsonToConvex, type JSONValue } from 'convex/values';
import type { Result } from '../contract/contract.ts';
import { ConflictError } from '../contract/conflicts.ts';
import { DataFolderError } from '../storage/database.ts';
import { randomBytes } from '../values/randomBytes.ts';
import { checkShape, checkValueSize } from '../values/valueLimits.ts';

/** The reason why a call failed. */
export interface Failure {
  /** `Uncaught Error: …` for an error of a function, else a sentence of the backend. */
  message: string;
  /** Lines `    at name (../convex/file.ts:1:2)`, each with its newline, or empty. */
  trace: string;
  /** Convex JSON of a ConvexError. */
  data?: JSONValue;
}

/** The call was refused before the function began, or the result was refused. */
export class RefusedError extends Error {}

// Convex's limit.
const LONGEST_MESSAGE = 65_536;

export function newRequestId(): string {
  return randomBytes(8).toString('hex');
}

/**
 * Never throws, although a function may throw anything, such as an object without a prototype or an
 * error whose properties throw.
 *
 * @param mapStack Turns a stack of bundled code into trace lines that name the sources.
 */
export function failureOf(thrown: unknown, mapStack: (stack: string) => string): Failure {
  if (
    thrown instanceof RefusedError ||
    thrown instanceof DataFolderError ||
    thrown instanceof ConflictError
  ) {
    return { message: thrown.message, trace: '' };
  }
  try {
    if (thrown instanceof Error || types.isNativeError(thrown)) {
      return failureOfError(thrown, mapStack);
    }
  } catch {
    // A property of the error threw. Describe it like a value that is not an error.
  }
  return { message: `Uncaught ${describe(thrown)}`, trace: '' };
}

function failureOfError(error: Error, mapStack: (stack: string) => string): Failure {
  // Functions may have set these to anything, whatever their types say.
  const { name = 'Error', message = '', stack } = error as Partial<Error>;
  const shown = [String(name), String(message)].filter((part) => part !== '').join(': ');
  const failure: Failure = {
    message: (shown === '' ? 'Uncaught' : `Uncaught ${shown}`).slice(0, LONGEST_MESSAGE),
    trace: typeof stack === 'string' ? mapStack(stack) : '',
  };
  const data = convexErrorData(error);
  if (data === undefined) return failure;
  try {
    checkShape(data);
    checkValueSize(jsonToConvex(data));
  } catch (invalid) {
    const reason = (invalid as Error).message;
    return { ...failure, message: `ConvexError with invalid data: ${reason}` };
  }
  return { ...failure, data };
}

/** Message and trace as Convex writes them: every line ends with a newline, including the last. */
export function textOf({ message, trace }: Failure): string {
  return `${message}\n${trace}`;
}

/** The error that a function gets for a call that it made. Its message contains the trace. */
export function toCallerError(failure: Failure): Error {
  const error = new Error(textOf(failure));
  // `convex/server` makes a ConvexError of an error with data.
  return failure.data === undefined ? error : Object.assign(error, { data: failure.data });
}

/** A failure as clients and logs see it. */
export function errorMessage(failure: Failure, requestId: string): string {
  return `[Request ID: ${requestId}] Server Error\n${textOf(failure)}`;
}

export function failedResult(failure: Failure, requestId: string, logLines: string[]): Result {
  return {
    success: false,
    errorMessage: errorMessage(failure, requestId),
    ...(failure.data !== undefined && { errorData: failure.data }),
    logLines,
  };
}

/** The answer to a request whose HTTP action failed. */
export function failedResponse(failure: Failure, requestId: string): Response {
  return Response.json(
    {
      code: `[Request ID: ${requestId}] Server Error: ${failure.message}`,
      trace: textOf(failure),
      ...(failure.data !== undefined && { data: failure.data }),
    },
    { status: 500 },
  );
}

// Functions have their own copy of convex/values, so `instanceof` does not know its classes.
const CONVEX_ERROR = Symbol.for('ConvexError');

function convexErrorData(error: Error): JSONValue | undefined {
  if (!(CONVEX_ERROR in error)) return undefined;
  const { data } = error as unknown as { data: unknown };
  return typeof data === 'string' ? (JSON.parse(data) as JSONValue) : undefined;
}

/** Describes a value as V8 does in a message, without calling the function's code. */
function describe(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  try {
    return `#<${(thrown.constructor as { name: string }).name}>`;
  } catch {
    return '[object Object]';
  }
}
