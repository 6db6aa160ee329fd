import { jsonLanguage } from '@codemirror/lang-json';

/** A range of a text, in UTF-16 units from its start. */
export type Range = { from: number; to: number };
export type Path = readonly (string | number)[];
type Node = ReturnType<typeof jsonLanguage.parser.parse>['topNode'];

/** The value of a JSON text, or what is wrong with it and where. */
export function readJson(text: string): { value: unknown } | { message: string; range: Range } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { message: withoutPlace(message), range: brokenRange(text, message) };
  }
}

/** The number of the line that contains position `at`, from 1. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** The place of the value at `path` in a JSON text, or else of its nearest container. */
export function rangeAt(text: string, path: Path): Range {
  let node = rootOf(text);
  for (const step of path) {
    const child = node && childAt(text, node, step);
    if (!child) break;
    node = child;
  }
  return node ? { from: node.from, to: node.to } : { from: 0, to: text.length };
}

/** The text with a field of the object at `path` set and every other character unchanged. */
export function withField(text: string, path: Path, field: string, value: unknown): string {
  let object = rootOf(text);
  for (const step of path) object = object && childAt(text, object, step);
  if (object?.name !== 'Object') return text;
  const old = childAt(text, object, field);
  if (old) return text.slice(0, old.from) + JSON.stringify(value) + text.slice(old.to);
  const comma = object.getChild('Property') ? ',' : '';
  const property = `${JSON.stringify(field)}:${JSON.stringify(value)}${comma}`;
  return text.slice(0, object.from + 1) + property + text.slice(object.from + 1);
}

/**
 * JSON indented by two spaces. Only space between tokens changes, so large numbers keep their digits
 * and doubled keys stay, which parsing and printing would lose. What is not JSON, or is nested deeper
 * than a hundred levels, stays as it is.
 */
export function formatJson(text: string): string {
  if (!('value' in readJson(text))) return text;
  let formatted = '';
  let depth = 0;
  let last = '';
  for (const [token] of text.matchAll(TOKENS)) {
    if (CLOSING.has(token)) depth -= 1;
    const breaks = CLOSING.has(token) ? !OPENING.has(last) : last === ',' || OPENING.has(last);
    if (breaks) formatted += `\n${'  '.repeat(depth)}`;
    formatted += token === ':' ? ': ' : token;
    if (OPENING.has(token)) depth += 1;
    // Indentation grows with the square of the depth.
    if (depth > DEEPEST) return text;
    last = token;
  }
  return formatted;
}

const DEEPEST = 100;
/** The tokens of a text that is known to be JSON. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

function rootOf(text: string): Node | null {
  return jsonLanguage.parser.parse(text).topNode.firstChild;
}

/**
 * The value of a field or of an item. If several fields have the name, the last one, as with
 * JSON.parse.
 */
function childAt(text: string, node: Node, step: string | number): Node | null {
  if (node.name === 'Array') return itemsOf(node)[Number(step)] ?? null;
  if (node.name !== 'Object') return null;
  const property = node.getChildren('Property').findLast(({ firstChild: name }) => {
    return name && JSON.parse(text.slice(name.from, name.to)) === step;
  });
  return property?.lastChild ?? null;
}

function itemsOf(array: Node): Node[] {
  const items: Node[] = [];
  for (let child = array.firstChild; child; child = child.nextSibling) {
    if (!/^[[\],]$/.test(child.name)) items.push(child);
  }
  return items;
}

/** The text marks the place of the mistake, so the message need not name it. */
function withoutPlace(message: string): string {
  return message
    .replace(/^JSON\.parse: /, '')
    .replace(/,? (\.{3})?"[^]*"(\.{3})? is not valid JSON$/, '')
    .replace(/( in JSON)? at position \d[^]*$| at line \d+ column \d+ of the JSON data$/, '');
}

/** The place of the mistake: from the browser's message, else from the grammar. */
function brokenRange(text: string, message: string): Range {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  let at = position === undefined ? null : Number(position);
  if (at === null) {
    jsonLanguage.parser.parse(text).iterate({
      enter: ({ type, from }) => {
        if (type.isError) at ??= from;
      },
    });
  }
  const from = Math.min(at ?? 0, text.length);
  return { from, to: Math.min(from + 1, text.length) };
}
