/** Checks what goes into a function and what comes out of it. */
import { jsonToConvex, type JSONValue, type ValidatorJSON } from 'convex/values';
import type { DeployedFunction } from './deployment.ts';
import { RefusedError } from './errors.ts';
import { functionValueSize } from './limits.ts';
import { commitTsPlaceholder } from './transaction.ts';
import { findMismatch, type TableOfId } from './validate.ts';

/** @returns the arguments as a function is invoked with them. @throws RefusedError */
export function checkArguments(
  { path, args: validator }: DeployedFunction,
  args: JSONValue,
  tableOfId: TableOfId,
): string {
  if (args === null || typeof args !== 'object' || Array.isArray(args)) {
    throw new RefusedError(
      'ArgumentValidationError: The arguments to a Convex function must be an object.',
    );
  }
  const text = JSON.stringify([args]);
  checkText(`Arguments for ${path} are`, text);
  const mismatch = mismatchOf(`Arguments for ${path} are`, validator, args, tableOfId);
  if (mismatch !== null) throw new RefusedError(`ArgumentValidationError: ${mismatch}`);
  return text;
}

/** @throws RefusedError */
export function checkResult(
  { path, returns }: DeployedFunction,
  text: string,
  value: JSONValue,
  tableOfId: TableOfId,
): void {
  checkText(`Return value of ${path} is`, text);
  if (returns === null) return;
  const mismatch = mismatchOf(`Return value of ${path} is`, returns, value, tableOfId);
  if (mismatch !== null) throw new RefusedError(`ReturnsValidationError: ${mismatch}`);
}

function checkText(subject: string, text: string): void {
  const size = Buffer.byteLength(text);
  if (size > functionValueSize) {
    throw new RefusedError(
      `${subject} too large (actual: ${size} bytes, limit: ${functionValueSize} bytes)`,
    );
  }
  if (text.includes(commitTsPlaceholder)) {
    throw new RefusedError(`${subject} invalid: Value contains an unresolved commit timestamp`);
  }
}

function mismatchOf(
  subject: string,
  validator: ValidatorJSON,
  json: JSONValue,
  tableOfId: TableOfId,
): string | null {
  let value;
  try {
    value = jsonToConvex(json);
  } catch (error) {
    throw new RefusedError(`${subject} invalid: ${(error as Error).message}`);
  }
  return findMismatch(validator, value, tableOfId);
}
