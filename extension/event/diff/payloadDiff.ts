import { parseJson } from '../../../webhooks/shared/exactJson.ts';
import type { RemoteDocument } from '../../data/worker/workerDocument.ts';
import { pathText } from '../valuePreview.ts';
import { comparable, previewOfComparable } from './comparable.ts';
import { deltaOf } from './deltaOf.ts';
import { contentOf, rootNode, type Change, type DiffNode } from './diffNode.ts';

export interface DiffView {
  layout: 'side by side' | 'inline';
  /** Whether to list changes of times that every event moves. */
  noise: boolean;
  /** Only changes whose path contains this text; empty for all. */
  path: string;
}

/** One line of a diff, as the view draws it. */
export interface DiffRow {
  name: string | number | null;
  depth: number;
  change: Change | 'fold';
  /** Previews of both sides; null where a side lacks the place. */
  left: string | null;
  right: string | null;
  /** True if the lines below it are listed; null if it has none. */
  open: boolean | null;
  /** For a fold: how many unchanged places it hides. */
  folded: number;
}

export interface DiffCount {
  rows: number;
  /** Changed places that are shown, and changed places that are hidden as noise. */
  changes: number;
  noise: number;
  /** The first changed line that is not noise, else the first noise; 0 if nothing changed. */
  first: number;
}

/** Times that change with every event. */
const NOISE = new Set(['updated_at', 'last_active_at', 'last_sign_in_at']);

/** The diff in a worker, as a view calls it. */
export type DiffDocument = RemoteDocument<typeof openPayloadDiff>;

/** A row without its previews, which are made only for the rows in view. */
type Line = Omit<DiffRow, 'left' | 'right'> & { id: string; node: DiffNode };

/**
 * The differences of two JSON texts as a list of lines, with unchanged parts folded.
 *
 * @throws SyntaxError when one of them is not JSON.
 */
export function openPayloadDiff(leftBody: string, rightBody: string) {
  const left = comparable(parseJson(leftBody));
  const right = comparable(parseJson(rightBody));
  const root = rootNode(left, right, deltaOf(left, right));
  /** Folds and containers whose state the user has changed. */
  const toggled = new Set<string>();
  let view: DiffView = { layout: 'inline', noise: true, path: '' };
  let lines: Line[] = [];

  function list(): DiffCount {
    lines = [];
    if (view.path === '') addNode(root, '');
    else if (!isSame(root)) addMatches(root);
    const leaves = changedLeaves(root);
    const noise = view.noise ? 0 : leaves.filter(isNoise).length;
    return { rows: lines.length, changes: leaves.length - noise, noise, first: firstChange() };
  }

  function firstChange(): number {
    const isChange = ({ change }: Line) => !['same', 'inside', 'fold'].includes(change);
    const telling = lines.findIndex((line) => isChange(line) && !isNoise(line.node));
    return Math.max(0, telling === -1 ? lines.findIndex(isChange) : telling);
  }

  function addNode(node: DiffNode, parentId: string): void {
    const id = `${parentId}/${node.change === 'removed' ? '-' : ''}${node.name}`;
    const below = contentBelow(node);
    const opensFirst = !isSame(node);
    const open = below.length === 0 ? null : opensFirst !== toggled.has(id);
    addLines(node, id, open);
    if (open !== true) return;
    for (const run of runsOf(below, isSame)) {
      const foldId = `${id}/…${run[0]!.name}`;
      if (isSame(run[0]!) && run.length > 1 && !toggled.has(foldId)) {
        addFold(run, foldId);
      } else {
        for (const item of run) addNode(item, id);
      }
    }
  }

  /** The changed places that the path search finds, with their containers. */
  function addMatches(node: DiffNode): boolean {
    const path = pathText(node.segments);
    const below = contentBelow(node);
    const at = lines.length;
    addLines(node, path, null);
    const found = below.every(isSame)
      ? path.toLowerCase().includes(view.path.toLowerCase())
      : below.filter((item) => !isSame(item) && addMatches(item)).length > 0;
    if (!found) lines.length = at;
    return found;
  }

  function addLines(node: DiffNode, id: string, open: boolean | null): void {
    const { name, segments } = node;
    const change = isSame(node) ? 'same' : node.change;
    const line: Line = {
      id,
      node,
      name,
      depth: segments.length,
      change,
      open,
      folded: 0,
    };
    if (view.layout === 'side by side' || change !== 'changed') lines.push(line);
    else {
      lines.push({ ...line, change: 'removed' });
      lines.push({ ...line, change: 'added' });
    }
  }

  function addFold(run: DiffNode[], id: string): void {
    const node = run[0]!;
    lines.push({
      id,
      node,
      name: null,
      depth: node.segments.length,
      change: 'fold',
      open: false,
      folded: run.length,
    });
  }

  /** Leaves hidden noise out completely. */
  function contentBelow(node: DiffNode): DiffNode[] {
    return contentOf(node).filter((item) => view.noise || item.change === 'same' || !isNoise(item));
  }

  function isSame(node: DiffNode): boolean {
    if (node.change !== 'inside') return node.change === 'same';
    return !view.noise && changedLeaves(node).every(isNoise);
  }

  return {
    show: (next: DiffView): DiffCount => {
      view = next;
      return list();
    },
    slice: (from: number, to: number): DiffRow[] => lines.slice(from, to).map(rowOf),
    /** Takes the new state and does not toggle: two quick key presses may see the same line. */
    setOpen: (index: number, open: boolean): DiffCount => {
      const line = lines[index];
      if (line?.open === !open && !toggled.delete(line.id)) toggled.add(line.id);
      return list();
    },
    path: (index: number): string => pathText(lines[index]!.node.segments),
  };
}

function rowOf({ id: _id, node: { left, right }, ...row }: Line): DiffRow {
  const { change } = row;
  return {
    ...row,
    left: change === 'added' || change === 'fold' ? null : previewOfSide(left),
    right: change === 'removed' || change === 'fold' ? null : previewOfSide(right),
  };
}

function previewOfSide(side: DiffNode['left']): string | null {
  return side === undefined ? null : previewOfComparable(side);
}

/** The innermost places that differ. */
function changedLeaves(node: DiffNode): DiffNode[] {
  if (node.change === 'same') return [];
  const inside = node.change === 'inside' || (node.change === 'moved' && node.delta !== undefined);
  return inside ? contentOf(node).flatMap(changedLeaves) : [node];
}

/** Clerk's envelope carries `timestamp`, its objects `updated_at` and its users the others. */
function isNoise({ name, segments }: DiffNode): boolean {
  if (segments.length === 1 && name === 'timestamp') return true;
  return typeof name === 'string' && NOISE.has(name);
}

/** Splits a list into runs of places that are the same and runs of places that are not. */
function runsOf(nodes: DiffNode[], same: (node: DiffNode) => boolean): DiffNode[][] {
  const runs: DiffNode[][] = [];
  for (const node of nodes) {
    const run = runs.at(-1);
    if (run !== undefined && same(run[0]!) === same(node)) run.push(node);
    else runs.push([node]);
  }
  return runs;
}
