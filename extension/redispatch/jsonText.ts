import { jsonLanguage } from '@codemirror/lang-json';

/** A stretch of a text, in UTF-16 units from its start. */
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

/** The number of the line of `text` in which the place `at` lies, from 1. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** Where the value at `path` stands in a JSON text, or else the nearest container of it. */
export function rangeAt(text: string, path: Path): Range {
  let node = rootOf(text);
  for (const step of path) {
    const child = node && childAt(text, node, step);
    if (!child) break;
    node = child;
  }
  return node ? { from: node.from, to: node.to } : { from: 0, to: text.length };
}

/** The text with a field of the object at `path` set, and every other character as it was. */
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
/** Of what is known to be JSON. */
const TOKENS = /"(?:[^"\\]+|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const OPENING = new Set(['{', '[']);
const CLOSING = new Set(['}', ']']);

function rootOf(text: string): Node | null {
  return jsonLanguage.parser.parse(text).topNode.firstChild;
}

/** The value of a field (of several with its name the last, as JSON.parse has it) or of an item. */
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

/** The mistake is marked in the text: the message need neither count characters nor quote it. */
function withoutPlace(message: string): string {
  return message
    .replace(/^JSON\.parse: /, '')
    .replace(/,? (\.{3})?"[^]*"(\.{3})? is not valid JSON$/, '')
    .replace(/( in JSON)? at position \d[^]*$| at line \d+ column \d+ of the JSON data$/, '');
}

/** Where the browser says that the text is broken; where it does not say, where the grammar does. */
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
