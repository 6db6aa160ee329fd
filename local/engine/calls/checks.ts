/** Checks the arguments and the results of functions. */
import { getConvexSize, jsonToConvex, type JSONValue, type Value } from 'convex/values';
import { COMMIT_TS_PLACEHOLDER } from '../transaction/commitTs.ts';
import { cut } from '../values/quote.ts';
import { RefusedError } from './errors.ts';
import type { DeployedFunction } from '../contract/functionSet.ts';
import { findMismatch, type TableOfId } from '../values/validate.ts';
import { binarySize, checkShape, LARGEST_FUNCTION_VALUE } from '../values/valueLimits.ts';

const MOST_CHARACTERS = 10_000;

/**
 * @returns the arguments as the JSON text with which a function is invoked. @throws RefusedError
 */
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
  checkResolved(`Arguments for ${path} are invalid`, text);
  const value = parse(`Invalid arguments for ${path}`, args);
  checkSize(`Arguments for ${path} are`, [value], text);
  const mismatch = findMismatch(validator, value, tableOfId);
  if (mismatch !== null) throw new RefusedError(`ArgumentValidationError: ${short(mismatch)}`);
  return text;
}

/**
 * @param text The result as JSON text.
 * @returns the result, parsed.
 * @throws RefusedError when no function may return it.
 */
export function checkResult({ path }: DeployedFunction, text: string): JSONValue {
  checkResolved(`Function ${path} return value invalid`, text);
  const json = JSON.parse(text) as JSONValue;
  const value = parse(`Function ${path} return value invalid`, json);
  checkSize(`Function ${path} return value is`, value, text);
  return json;
}

/** @throws RefusedError when the result does not match the function's `returns`. */
export function checkReturns(
  { returns }: DeployedFunction,
  result: JSONValue,
  tableOfId: TableOfId,
): void {
  if (returns === null) return;
  const mismatch = findMismatch(returns, jsonToConvex(result), tableOfId);
  if (mismatch !== null) throw new RefusedError(`ReturnsValidationError: ${short(mismatch)}`);
}

function parse(subject: string, json: JSONValue): Value {
  try {
    checkShape(json);
    return jsonToConvex(json);
  } catch (error) {
    throw new RefusedError(`${subject}: ${short((error as Error).message)}`);
  }
}

/** Field names may have any length. */
function short(problem: string): string {
  return cut(problem, MOST_CHARACTERS);
}

/**
 * Two characters of JSON, such as a digit and its comma, can stand for a value of up to 9 bytes.
 */
const MOST_BYTES_A_CHARACTER = 5;

/** @param text The value as JSON text. The value is measured only if this text is long. */
function checkSize(subject: string, value: Value, text: string): void {
  if (text.length * MOST_BYTES_A_CHARACTER <= LARGEST_FUNCTION_VALUE) return;
  const size = getConvexSize(value);
  if (size <= LARGEST_FUNCTION_VALUE) return;
  throw new RefusedError(
    `${subject} too large (actual: ${binarySize(size)}, limit: ${binarySize(LARGEST_FUNCTION_VALUE)})`,
  );
}

function checkResolved(subject: string, text: string): void {
  if (!text.includes(COMMIT_TS_PLACEHOLDER)) return;
  throw new RefusedError(`${subject}: Value contains an unresolved commit timestamp`);
}
