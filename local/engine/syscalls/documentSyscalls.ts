/** Syscalls of `ctx.db`: reading and writing documents. */
import type { JSONValue } from 'convex/values';
import type { Table } from '../storage/documents.ts';
import type { Execution } from '../calls/execution.ts';
import { tableNumberOf } from '../values/ids.ts';
import { readPage, type PageRequest } from '../transaction/pages.ts';
import { QueryStream, type SerializedQuery } from '../transaction/query.ts';
import type { Transaction } from '../transaction/transaction.ts';
import {
  JsonText,
  transactionOf,
  writableTransactionOf,
  type Fields,
  type Handler,
} from './handler.ts';

/** The system tables that functions may read, by `db.system`. */
const READABLE_SYSTEM_TABLES = new Set(['_scheduled_functions']);

interface DocumentAddress {
  id: string;
  table?: string;
}

export const documentSyscalls: Record<string, Handler> = {
  '1.0/get': (execution, args: DocumentAddress & { isSystem: boolean }) => {
    const transaction = transactionOf(execution);
    const table = tableOf(transaction, 'db.get', args);
    if (table === null) return null;
    checkSystemAccess(table.name, args.isSystem);
    const json = transaction.get(table, args.id);
    return json === null ? null : new JsonText(json);
  },
  '1.0/count': (execution, { table }: { table: string }) => transactionOf(execution).count(table),
  '1.0/queryStream': (execution, { query }: { query: SerializedQuery }) => {
    const queryId = execution.streams.size;
    execution.streams.set(queryId, new QueryStream(transactionOf(execution), query));
    return { queryId };
  },
  '1.0/queryStreamNext': (execution, { queryId }: { queryId: number }) => {
    const json = execution.streams.get(queryId)?.next() ?? null;
    if (json === null) return { value: null, done: true };
    return new JsonText(`{"value":${json},"done":false}`);
  },
  '1.0/queryCleanup': (execution, { queryId }: { queryId: number }) => {
    // Keep the entry, since the number of streams is the next id.
    execution.streams.set(queryId, EXHAUSTED as QueryStream);
    return true;
  },
  '1.0/queryPage': (execution, args: PageRequest) => {
    const { journal } = execution;
    const endCursor = args.endCursor ?? journal.previous;
    const page = readPage(transactionOf(execution), { ...args, endCursor });
    if (journal.next !== null) {
      throw new Error(
        'This query or mutation function ran multiple paginated queries. Convex only supports a ' +
          'single paginated query in each function.',
      );
    }
    journal.next = page.continueCursor;
    return page;
  },
  '1.0/db/normalizeId': (execution, args: { table: string; idString: string }) => {
    const table = transactionOf(execution).store.catalog.tableOfId(args.idString);
    return { id: table?.name === args.table ? args.idString : null };
  },
  '1.0/insert': (execution, { table, value }: { table: string; value: Fields }) => ({
    _id: writableTransactionOf(execution).insert(table, objectArgument('db.insert', value)),
  }),
  '1.0/shallowMerge': (execution, args: DocumentAddress & { value: Fields }) => {
    const { transaction, table } = target(execution, 'db.patch', args);
    transaction.patch(table, args.id, objectArgument('db.patch', args.value));
    return null;
  },
  '1.0/replace': (execution, args: DocumentAddress & { value: Fields }) => {
    const { transaction, table } = target(execution, 'db.replace', args);
    transaction.replace(table, args.id, objectArgument('db.replace', args.value));
    return null;
  },
  '1.0/remove': (execution, args: DocumentAddress) => {
    const { transaction, table } = target(execution, 'db.delete', args);
    transaction.remove(table, args.id);
    return null;
  },
};

const EXHAUSTED: Pick<QueryStream, 'next'> = { next: () => null };

function target(execution: Execution, method: string, address: DocumentAddress) {
  const transaction = writableTransactionOf(execution);
  const table = tableOf(transaction, method, address);
  if (table === null) {
    throw new Error(
      `Invalid argument \`id\` for \`${method}\`: no table has the ID "${address.id}"`,
    );
  }
  checkSystemAccess(table.name, false);
  return { transaction, table };
}

/** @returns null for a well-formed id of a table that does not exist. */
function tableOf(
  { store }: Transaction,
  method: string,
  { id, table: expected }: DocumentAddress,
): Table | null {
  if (typeof id !== 'string' || tableNumberOf(id) === null) {
    throw new Error(
      `Invalid argument \`id\` for \`${method}\`: Unable to decode ID: ${JSON.stringify(id)}`,
    );
  }
  const table = store.catalog.tableOfId(id);
  if (table && expected !== undefined && table.name !== expected) {
    throw new Error(
      `Invalid argument \`id\` for \`${method}\`: expected to be an Id<"${expected}">, got ` +
        `Id<"${table.name}"> instead.`,
    );
  }
  return table;
}

function checkSystemAccess(table: string, isSystem: boolean): void {
  const isAllowed = isSystem ? READABLE_SYSTEM_TABLES.has(table) : !table.startsWith('_');
  if (isAllowed) return;
  throw new Error(
    isSystem
      ? 'User tables cannot be accessed with db.system.'
      : 'System tables can only be accessed with db.system.',
  );
}

function objectArgument(method: string, value: JSONValue): Fields {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  const isEncodedValue = isObject && Object.keys(value).some((key) => key.startsWith('$'));
  if (isObject && !isEncodedValue) return value;
  throw new Error(`Invalid argument \`value\` for \`${method}\`: Value must be an Object`);
}
