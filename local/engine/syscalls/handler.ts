/** The type of the functions that answer syscalls, and the helpers that they share. */
import type { JSONValue } from 'convex/values';
import type { Execution } from '../calls/execution.ts';
import type { Transaction } from '../transaction/transaction.ts';

export type Fields = Record<string, JSONValue>;

/** @returns the result, or a promise of it: anything that is JSON, or `JsonText`. */
export type Handler = (execution: Execution, args: never) => unknown;

/** A result that is JSON text already, so that documents are not parsed and serialised again. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** The transaction of a query or mutation. */
export function transactionOf({ transaction, path }: Execution): Transaction {
  if (transaction) return transaction;
  throw new Error(`${path} is an action: it has no access to the database.`);
}

/** The transaction of a mutation. */
export function writableTransactionOf(execution: Execution): Transaction {
  if (execution.kind === 'mutation') return transactionOf(execution);
  throw new Error(`${execution.path} is a ${execution.kind}: it cannot write or schedule.`);
}
