/** Maps stacks of bundled code to its sources. */
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A path has at most 4,096 characters. A longer line is part of a message. */
const LONGEST_FRAME = 5_000;

const FRAME = '    at ';
const ASYNC = 'async ';
const ANONYMOUS = '<anonymous>';

/** Code of `convex/server` that only calls the functions. */
const HARNESS = /\/convex\/(src|dist\/(esm|cjs))\/server\/impl\//;

interface Frame {
  name: string;
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
}

/**
 * @param modules Bundled modules by name, with their source maps.
 * @param outputs The folder that contains them.
 * @returns a function from a stack to its lines `    at name (../convex/file.ts:1:2)`, each with a
 * newline. Frames outside of the folder are left out.
 */
export function stackMapper(
  modules: ReadonlyMap<string, { sourceMap: string }>,
  outputs: string,
): (stack: string) => string {
  const maps = new Map<string, SourceMap>();
  const mapOf = (module: string) => {
    const text = modules.get(module)?.sourceMap;
    if (text && !maps.has(module)) maps.set(module, new SourceMap(JSON.parse(text)));
    return maps.get(module);
  };

  function sourceOf(text: string): Frame[] {
    const frame = parseFrame(text);
    if (!frame?.file.startsWith(outputs)) return [];
    const module = frame.file.slice(outputs.length + 1).replace(/\.mjs$/, '');
    const entry = mapOf(module)?.findEntry(frame.line - 1, frame.column - 1);
    if (!entry || !('originalSource' in entry)) return [];
    const { originalSource, originalLine, originalColumn } = entry;
    return [{ ...frame, file: originalSource, line: originalLine + 1, column: originalColumn }];
  }

  return (stack) => withoutHarness(stack.split('\n').flatMap(sourceOf)).map(format).join('');
}

/** As in Convex, leaves out the harness's frames around those of the functions. */
function withoutHarness(frames: Frame[]): Frame[] {
  const isOwn = ({ file }: Frame) => !HARNESS.test(file);
  return frames.slice(frames.findIndex(isOwn), frames.findLastIndex(isOwn) + 1);
}

function format({ name, file, line, column }: Frame): string {
  const place = `${file}:${line}:${column}`;
  const isAnonymous = name === ANONYMOUS || name === `${ASYNC}${ANONYMOUS}`;
  return isAnonymous
    ? `${FRAME}${name.slice(0, -ANONYMOUS.length)}${place}\n`
    : `${FRAME}${name} (${place})\n`;
}

/**
 * Reads `    at name (location)` and, for anonymous functions, `    at location`. It searches for
 * fixed texts: a stack also contains messages, and a regular expression takes seconds for a long
 * one.
 */
export function parseFrame(text: string): Frame | null {
  if (!text.startsWith(FRAME) || text.length > LONGEST_FRAME) return null;
  const call = text.slice(FRAME.length);
  if (call.endsWith(')')) {
    const bracket = call.lastIndexOf(' (');
    return bracket < 0 ? null : frameAt(call.slice(0, bracket), call.slice(bracket + 2, -1));
  }
  return call.startsWith(ASYNC)
    ? frameAt(`${ASYNC}${ANONYMOUS}`, call.slice(ASYNC.length))
    : frameAt(ANONYMOUS, call);
}

function frameAt(name: string, location: string): Frame | null {
  const beforeColumn = location.lastIndexOf(':');
  const beforeLine = location.lastIndexOf(':', beforeColumn - 1);
  if (beforeLine < 0) return null;
  const [line, column] = location
    .slice(beforeLine + 1)
    .split(':')
    .map(Number);
  const file = fileOf(location.slice(0, beforeLine));
  return file !== null && line && column ? { name, file, line, column } : null;
}

/** A host with its own stack traces, such as a test runner, may write plain paths. */
function fileOf(location: string): string | null {
  if (location.startsWith('/')) return location;
  return location.startsWith('file://') && URL.canParse(location) ? fileURLToPath(location) : null;
}
