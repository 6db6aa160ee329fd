import { pathText, previewOf } from '../payload/valuePreview.ts';
import { comparable } from './comparable.ts';
import { deltaOf } from './deltaOf.ts';
import { contentOf, rootNode, type Change, type DiffNode } from './diffNode.ts';

export interface DiffView {
  layout: 'side by side' | 'inline';
  /** Whether changes of times that every event moves are listed. */
  noise: boolean;
  /** Only changes whose path contains this text; empty for all. */
  path: string;
}

/** One line of a diff, as the view draws it. */
export interface DiffRow {
  name: string | number | null;
  depth: number;
  change: Change | 'fold';
  /** Previews of both sides; null where a side has nothing. */
  left: string | null;
  right: string | null;
  /** Whether what is below is listed; null when there is nothing below. */
  open: boolean | null;
  /** For a fold: how many unchanged places it stands for. */
  folded: number;
}

export interface DiffCount {
  rows: number;
  /** Changed places that are shown, and changed places that are hidden as noise. */
  changes: number;
  noise: number;
}

/** Times that move with every event, whatever it is about. */
const NOISE = new Set(['updated_at', 'last_active_at', 'last_sign_in_at']);

type Line = DiffRow & { id: string; node: DiffNode };

/**
 * Two JSON texts as a list of what differs, unchanged parts folded.
 *
 * @throws SyntaxError when one of them is not JSON.
 */
export function openPayloadDiff(leftBody: string, rightBody: string) {
  const left = comparable(JSON.parse(leftBody));
  const right = comparable(JSON.parse(rightBody));
  const root = rootNode(left, right, deltaOf(left, right));
  /** Folds and containers that were opened or closed by hand, against their first state. */
  const toggled = new Set<string>();
  let view: DiffView = { layout: 'inline', noise: true, path: '' };
  let lines: Line[] = [];

  function list(): DiffCount {
    lines = [];
    if (view.path === '') addNode(root, '');
    else if (!isSame(root)) addMatches(root);
    const leaves = changedLeaves(root);
    const noise = view.noise ? 0 : leaves.filter(isNoise).length;
    return { rows: lines.length, changes: leaves.length - noise, noise };
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

  /** The changed places that the path search finds, with what they lie in. */
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
      left: node.left === undefined ? null : previewOf(node.left),
      right: node.right === undefined ? null : previewOf(node.right),
    };
    if (view.layout === 'side by side' || change !== 'changed') lines.push(line);
    else {
      lines.push({ ...line, change: 'removed', right: null });
      lines.push({ ...line, change: 'added', left: null });
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
      left: null,
      right: null,
      open: false,
      folded: run.length,
    });
  }

  /** Noise that is hidden is not there at all. */
  function contentBelow(node: DiffNode): DiffNode[] {
    return contentOf(node).filter((item) => view.noise || item.change === 'same' || !isNoise(item));
  }

  function isSame(node: DiffNode): boolean {
    if (node.change !== 'inside') return node.change === 'same';
    return !view.noise && changedLeaves(node).every(isNoise);
  }

  return {
    show(next: DiffView): DiffCount {
      view = next;
      return list();
    },
    slice: (from: number, to: number): DiffRow[] =>
      lines.slice(from, to).map(({ id: _id, node: _node, ...row }) => row),
    /** Says how a line is to be, not that it turns: two quick key presses may see the same line. */
    setOpen(index: number, open: boolean): DiffCount {
      const line = lines[index];
      if (line?.open === !open && !toggled.delete(line.id)) toggled.add(line.id);
      return list();
    },
    path: (index: number): string => pathText(lines[index]!.node.segments),
  };
}

/** The places where something differs that holds nothing smaller that differs. */
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
