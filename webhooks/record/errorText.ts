import { briefly } from '../shared/clerkEvent.ts';
import { keptText } from '../shared/keptText.ts';

const MAX_ERROR_BYTES = 4096;
const MAX_LINE_LENGTH = 256;

/** How Convex ends its message about any limit of a transaction. */
const LIMIT = /\(limit: [\d,]+/;

export interface ErrorText {
  error: string;
  /** The first line of it, at most 256 characters. */
  error_line: string;
  /**
   * A limit of the transaction was exceeded. With less else in the transaction, the handler may
   * succeed.
   */
  exceeded?: true;
}

/** The text of whatever was thrown, and its first line. */
export function errorText(thrown: unknown): ErrorText {
  const error = bounded(wordsOf(thrown));
  const line = error.split('\n').find((text) => text.trim() !== '') ?? '';
  // Convex puts these words before what a called function threw, once for each call.
  const own = line.replace(/^(Uncaught |Error: )+/, '').trim();
  const error_line = briefly(own.toWellFormed(), MAX_LINE_LENGTH);
  return { error, error_line, ...(LIMIT.test(error_line) && { exceeded: true }) };
}

/** As much of an error as is stored. */
export function bounded(error: string): string {
  return keptText(error, MAX_ERROR_BYTES);
}

function wordsOf(thrown: unknown): string {
  try {
    const words = thrown instanceof Error ? messageOf(thrown) : textOfValue(thrown);
    if (words.trim() !== '') return words;
  } catch {
    // An object that cannot be read.
  }
  return 'The handler threw an error without a message.';
}

function messageOf({ name, message }: Error): string {
  const text = String(message);
  return name === 'Error' || text.startsWith('Uncaught ') ? text : `${name}: ${text}`;
}

function textOfValue(thrown: unknown): string {
  const json = typeof thrown === 'object' ? JSON.stringify(thrown) : undefined;
  return json ?? String(thrown);
}
