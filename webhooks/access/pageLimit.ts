import { operatorError } from './operatorError.ts';

const MAX_LIMIT = 256;

/** How many rows to return: what was asked for, or 256. Throws `bad_request`. */
export function pageLimit(limit: number | undefined): number {
  if (limit === undefined) return MAX_LIMIT;
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw operatorError(
    'bad_request',
    `limit is ${limit}; it must be a whole number from 1 to ${MAX_LIMIT}.`,
  );
}
