import { ConvexError } from 'convex/values';
import type { OperatorErrorCode } from '../shared/operator.ts';

/** The only error that operator functions throw on purpose. `message` says what to do. */
export function operatorError(
  code: OperatorErrorCode,
  message: string,
): ConvexError<{ code: OperatorErrorCode; message: string }> {
  return new ConvexError({ code, message });
}

/** True for an operatorError with this code. */
export function isOperatorError(error: unknown, code: OperatorErrorCode): boolean {
  return error instanceof ConvexError && error.data?.code === code;
}
