import type { JsonObject } from '../../webhooks/shared/exactJson.ts';

/** The user's details show the other fields. */
const FIELDS_AT_MOST = 5;
/** Common fields for a person's name come first. */
const FIRST = /^(name|full_?name|first_?name|last_?name|user_?name|email)$/i;

/**
 * The fields of the users table that the grid shows beside the id, the most useful first.
 *
 * @param ids Clerk's id of each row
 */
export function userColumns(
  rows: readonly JsonObject[],
  ids: readonly (string | null)[],
): string[] {
  const isId = (field: string) => rows.every((row, at) => row.get(field) === ids[at]);
  const fields = [...new Set(rows.flatMap((row) => [...row.keys()]))].filter(
    (field) => !field.startsWith('_') && !/_lower$|Lower$/.test(field) && !isId(field),
  );
  const naming = fields.filter((field) => FIRST.test(field));
  const rest = fields.filter((field) => !FIRST.test(field));
  return [...naming, ...rest].slice(0, FIELDS_AT_MOST);
}
