/**
 * The time to the first sight of a diff of 1 MB with 1 MB, and of 10,000 items without ids: the
 * panel's own code compared with jsondiffpatch's HTML. Both parse, compare and list in one process.
 */
import { create } from 'jsondiffpatch';
import { format } from 'jsondiffpatch/formatters/html';
import { openPayloadDiff } from '../../extension/event/diff/payloadDiff.ts';
import { median, report } from './report.ts';

const TURNS = 5;
const PAGE = 100;

const peer = create({ objectHash: (item) => (item as { id?: string }).id });

const [older, newer] = [bodyOf(items(0)), bodyOf(items(1))];
const here: number[] = [];
const beside: number[] = [];
for (let turn = 0; turn < TURNS; turn++) {
  here.push(processorMs(() => showDiff(older, newer)));
  beside.push(processorMs(() => showPeer(older, newer)));
}
const shown = median(here);
report({
  name: `${(older.length / 1e6).toFixed(1)} MB against as much, first shown`,
  here: `${shown.toFixed(0)} ms`,
  beside: `${median(beside).toFixed(0)} ms (jsondiffpatch's HTML)`,
  ratio: shown / median(beside),
  // The peer reads numbers by JSON.parse, which loses digits of large ones.
  goal: { atMost: 1 },
});
within(`${(older.length / 1e6).toFixed(1)} MB against as much, first shown`, shown, 300);

// Without ids, jsondiffpatch compares each item with each: it takes minutes.
const [left, right] = [bodyOf(withoutIds(items(0))), bodyOf(withoutIds(items(1)))];
const turns = Array.from({ length: TURNS }, () => processorMs(() => showDiff(left, right)));
within('10,000 items without ids', median(turns), 1_000);

function items(change: number) {
  return Array.from({ length: 10_000 }, (_, n) => ({
    id: `item_${n}`,
    name: `item ${n % 10 === 0 ? n + change : n} of a list`,
    tags: ['a', 'b'],
    nested: { n, even: n % 2 === 0 },
  }));
}

function withoutIds(list: ReturnType<typeof items>) {
  return list.map(({ id: _id, ...item }) => item);
}

function bodyOf(list: object[]): string {
  return JSON.stringify({ data: { list } });
}

function showDiff(from: string, to: string): void {
  const diff = openPayloadDiff(from, to);
  diff.show({ layout: 'inline', noise: true, path: '' });
  diff.slice(0, PAGE);
}

function showPeer(from: string, to: string): void {
  const parsed = JSON.parse(from) as unknown;
  format(peer.diff(parsed, JSON.parse(to)), parsed);
}

function within(name: string, ms: number, most: number): void {
  report({
    name,
    here: `${ms.toFixed(0)} ms`,
    beside: `${most} ms`,
    ratio: ms / most,
    goal: { atMost: 1 },
  });
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
