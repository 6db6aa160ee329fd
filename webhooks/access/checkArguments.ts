import { operatorError } from './operatorError.ts';

/**
 * Refuses what Convex's validators accept and its database does not: text that is not well-formed
 * Unicode, and positions in the log that no row can have.
 *
 * @throws `bad_request`, naming the argument.
 */
export function checkArguments(args: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(args)) checkValue(name, value);
}

const MAX_SEQ = 2n ** 63n - 1n;

function checkValue(name: string, value: unknown): void {
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw operatorError(
      'bad_request',
      `${name} is not well-formed Unicode. Remove lone surrogates.`,
    );
  }
  if (typeof value === 'bigint' && (value < -1n || value > MAX_SEQ)) {
    throw operatorError(
      'bad_request',
      `${name} is ${value}; there is no such position in the log.`,
    );
  }
  if (Array.isArray(value)) for (const item of value) checkValue(name, item);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) checkValue(`${name}.${key}`, item);
  }
}
