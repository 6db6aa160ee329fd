import { createScanner } from 'jsonc-parser';

/** A number as it was written: `1.0` is not `1`, and an integer over 2^53 keeps its digits. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** A JSON value without any loss. If an object has a key twice, the last value counts. */
export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

/**
 * Reads a JSON text and keeps every number as it was written. It does not recurse, so only memory
 * limits the depth, as with JSON.parse.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
  // The scanner accepts more than JSON, so let JSON.parse refuse invalid text.
  JSON.parse(text);
  const scanner = createScanner(text, true);
  const open: (Json[] | JsonObject)[] = [];
  let root: Json = null;
  let key: string | null = null;

  function put(value: Json): void {
    const container = open.at(-1);
    if (container === undefined) root = value;
    else if (Array.isArray(container)) container.push(value);
    else {
      container.set(key!, value);
      key = null;
    }
  }

  function enter(container: Json[] | JsonObject): void {
    put(container);
    open.push(container);
  }

  for (;;) {
    scanner.scan();
    switch (text[scanner.getTokenOffset()]) {
      case undefined:
        return root;
      case '{':
        enter(new Map());
        break;
      case '[':
        enter([]);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
      case ':':
        break;
      case '"':
        if (key === null && open.at(-1) instanceof Map) key = scanner.getTokenValue();
        else put(scanner.getTokenValue());
        break;
      case 't':
        put(true);
        break;
      case 'f':
        put(false);
        break;
      case 'n':
        put(null);
        break;
      default:
        put(new JsonNumber(scanner.getTokenValue()));
    }
  }
}

/**
 * The JSON text of a value, laid out as JSON.stringify does.
 *
 * @param indent spaces a level; 0 for no space at all
 * @throws RangeError when it is nested deeper than the stack.
 */
export function jsonText(value: Json, indent = 0): string {
  return textOf(value, indent === 0 ? '' : '\n', ' '.repeat(indent));
}

/** `feed` is a line feed and the indentation of the line that `value` is on; empty for no layout. */
function textOf(value: Json, feed: string, step: string): string {
  if (value instanceof JsonNumber) return value.text;
  const inner = feed && feed + step;
  const list = (parts: string[], [start, end]: [string, string]) =>
    parts.length === 0 ? start + end : start + inner + parts.join(`,${inner}`) + feed + end;
  if (Array.isArray(value)) {
    return list(
      value.map((item) => textOf(item, inner, step)),
      ['[', ']'],
    );
  }
  if (value instanceof Map) {
    const colon = feed === '' ? ':' : ': ';
    const fields = [...value].map(
      ([name, field]) => JSON.stringify(name) + colon + textOf(field, inner, step),
    );
    return list(fields, ['{', '}']);
  }
  return JSON.stringify(value);
}
