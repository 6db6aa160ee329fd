import {
  jsonText,
  parseJson,
  type Json,
  type JsonObject,
} from '../../../webhooks/shared/exactJson.ts';
import type { RemoteDocument } from '../../data/worker/workerDocument.ts';
import {
  isContainer,
  kindOf,
  pathText,
  previewOf,
  sizeOf,
  type ValueKind,
} from '../../event/valuePreview.ts';

/** One line of the tree, as the view draws it. Indexes are positions among the visible rows. */
export interface TreeRow {
  /** Key or index in its parent, null for the root. */
  name: string | number | null;
  depth: number;
  kind: ValueKind;
  preview: string;
  /** True if a container's content is listed below it; null for scalars and empty containers. */
  open: boolean | null;
  parent: number | null;
  position: number;
  siblings: number;
}

interface Node {
  name: string | number | null;
  value: Json;
  depth: number;
  parent: Node | null;
  position: number;
  siblings: number;
}

/** A payload of this many rows or fewer is opened whole. */
const OPEN_AT_FIRST = 300;
const OPEN_AT_MOST = 200_000;
const MATCHES_AT_MOST = 1000;

export type PayloadTree = ReturnType<typeof openPayloadTree>;

/** The tree in a worker, as a view calls it. */
export type TreeDocument = RemoteDocument<typeof openPayloadTree>;

/**
 * A JSON text as a flat list of visible rows that open and close. It does not recurse, so only
 * memory limits the depth.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function openPayloadTree(body: string) {
  const root: Node = {
    name: null,
    value: parseJson(body),
    depth: 0,
    parent: null,
    position: 1,
    siblings: 1,
  };
  const opened = new Set<Json>();
  let rows: Node[] = [];
  let indexes = new Map<Node, number>();
  let matches: Node[] = [];

  function list(): number {
    rows = [...walk(root, (node) => opened.has(node.value))];
    indexes = new Map(rows.map((node, index) => [node, index]));
    return rows.length;
  }

  /** Opens the outermost containers first, as many as keep the list within `limit` rows. */
  function openWithin(limit: number): number {
    opened.clear();
    let total = 1;
    let level = [root.value];
    while (level.length > 0) {
      const next: Json[] = [];
      for (const value of level) {
        if (!isContainer(value)) continue;
        const content = [...value.values()];
        if (value !== root.value && total + content.length > limit) continue;
        opened.add(value);
        total += content.length;
        for (const item of content) next.push(item);
      }
      level = next;
    }
    return list();
  }

  function find(text: string): number {
    const sought = text.toLowerCase();
    matches = [];
    if (sought === '') return 0;
    for (const node of walk(root, () => true)) {
      if (!mentions(node, sought)) continue;
      matches.push(node);
      if (matches.length === MATCHES_AT_MOST) break;
    }
    return matches.length;
  }

  openWithin(OPEN_AT_FIRST);

  return {
    count: () => rows.length,
    slice: (from: number, to: number): TreeRow[] =>
      rows.slice(from, to).map((node) => ({
        name: node.name,
        depth: node.depth,
        kind: kindOf(node.value),
        preview: previewOf(node.value),
        open: (sizeOf(node.value) ?? 0) === 0 ? null : opened.has(node.value),
        parent: node.parent === null ? null : indexes.get(node.parent)!,
        position: node.position,
        siblings: node.siblings,
      })),
    /** Takes the new state and does not toggle: two quick key presses may see the same row. */
    setOpen(index: number, open: boolean): number {
      const value = rows[index]?.value ?? null;
      if (!open) opened.delete(value);
      else if (isContainer(value)) opened.add(value);
      return list();
    },
    expandAll: () => openWithin(OPEN_AT_MOST),
    collapseAll: () => openWithin(0),
    /** Counts the keys and scalars that contain the text, at most 1,000, opened or not. */
    find,
    /**
     * Opens the containers of a match. Returns the number of visible rows and the match's index.
     */
    reveal(match: number): { count: number; index: number } {
      const node = matches[match]!;
      for (let above = node.parent; above !== null; above = above.parent) opened.add(above.value);
      const count = list();
      const index = rows.findIndex((row) => isSame(row, node));
      return { count, index };
    },
    path: (index: number): string => pathText(segments(rows[index]!)),
    /** A string unchanged, any other value as indented JSON. */
    text(index: number): string {
      const { value } = rows[index]!;
      if (typeof value === 'string') return value;
      try {
        return jsonText(value, 2);
      } catch {
        throw new Error('Nested too deeply to copy alone. Copy the raw payload instead.');
      }
    },
  };
}

/** Depth first, in document order. */
function* walk(root: Node, enters: (node: Node) => boolean): Generator<Node> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if (!isContainer(node.value) || !enters(node)) continue;
    const content = contentOf(node.value);
    for (let at = content.length - 1; at >= 0; at--) {
      const [name, value] = content[at]!;
      stack.push({
        name,
        value,
        depth: node.depth + 1,
        parent: node,
        position: at + 1,
        siblings: content.length,
      });
    }
  }
}

function contentOf(container: Json[] | JsonObject): [name: string | number, value: Json][] {
  return [...container.entries()];
}

function mentions({ name, value }: Node, sought: string): boolean {
  if (typeof name === 'string' && name.toLowerCase().includes(sought)) return true;
  return !isContainer(value) && String(value).toLowerCase().includes(sought);
}

/** Each walk makes new nodes, so compare nodes by their parent's value and their name. */
function isSame(a: Node, b: Node): boolean {
  return a.name === b.name && a.parent?.value === b.parent?.value;
}

function segments(node: Node): (string | number)[] {
  const names: (string | number)[] = [];
  for (let at: Node | null = node; at !== null && at.name !== null; at = at.parent) {
    names.push(at.name);
  }
  return names.reverse();
}
