/**
 * The timeline with 100,000 rows, while 50 deliveries a second come: what opening it and each action
 * of the user costs the page, how evenly it scrolls, how long a delivery takes from its POST to its
 * row, and the memory. Fails above 50 ms in one go, where a browser begins to call a task long.
 *
 *   node tests/bench/timeline.bench.ts [rows]
 *
 * If there are more rows than the panel keeps, such as 1,000,000, it first reads them all, list after
 * list, and measures the memory at the end of each. They are stored without payloads, in 2 KB each.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { spawnDeployment, type SpawnedDeployment } from '../../local/demo/spawnDeployment.ts';
import { manyDeliveries, storeDeliveries } from '../fixtures/data/manyDeliveries.ts';
import { LiveTail } from './liveTail.ts';
import { pageWork, reportLongest, reportWorst } from './pageTasks.ts';
import { FUNCTIONS, withPanelPage } from './panelPage.ts';
import { median, report } from './report.ts';
import { brushHistogram, changeColumns, GRID, pressKeys, typeFilter } from './timelineActions.ts';

const ROWS = Number(process.argv[2] ?? 100_000);
/** More rows are read list after list. */
const KEPT = 100_000;
const A_SECOND = 50;
const FOLLOW_MS = 60_000;
// Not by role, which would make Chromium keep an accessibility tree, and be slower.
const FURTHER = `::-p-xpath(//button[.="Show the events before these"])`;
/** 60 frames a second, and a third of a millisecond. */
const FRAME_MS = 17;
const OPEN_MS = 300;

const data = await mkdtemp(join(tmpdir(), 'timeline-'));
try {
  // It makes the tables.
  await (await spawnDeployment({ functions: FUNCTIONS, data })).stop();
  storeDeliveries(data, storedRows());
  await withPanelPage(measure, data);
} finally {
  await rm(data, { recursive: true });
}

reportWorst(`timeline of ${ROWS} rows`);

async function measure(page: Page, deployment: SpawnedDeployment): Promise<void> {
  await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
  await reportOpening(page);
  const [fewRows, fewBytes] = [await rowCount(page), await heapBytes(page)];
  await readAll(page);
  await reportLongest(page, 'reading back to the oldest row', () => scrollBack(page));
  const [rows, bytes] = [await rowCount(page), await heapBytes(page)];
  console.log(
    `${rows} rows: ${Math.round(bytes / 1e6)} MB of heap, ${Math.round((bytes - fewBytes) / (rows - fewRows))} bytes a row`,
  );
  await reportLongest(page, 'scrolling', () => scrollThrough(page));

  const hasCore = keepOnFirstCore(deployment.pid) && keepOnFirstCore(process.pid);
  const tail = new LiveTail(deployment, A_SECOND);
  await scrollToNewest(page);
  await reportLongest(page, `following ${A_SECOND} deliveries a second`, () =>
    follow(page, tail, hasCore),
  );
  await reportLongest(page, 'scrolling while they come', () => scrollThrough(page));
  await scrollToNewest(page);
  await typeFilter(page);
  await brushHistogram(page);
  await changeColumns(page);
  await pressKeys(page);
  tail.stop();
  console.log(
    `at the end ${await rowCount(page)} rows, ${Math.round((await heapBytes(page)) / 1e6)} MB of heap`,
  );
}

/** Leaves the other core to the panel. Returns false without `taskset`, which Linux has. */
function keepOnFirstCore(pid: number): boolean {
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '0', `${pid}`]);
  return status === 0;
}

/**
 * Prints how long a delivery takes to its row, and reports how evenly frames come, if the panel has
 * a core to itself.
 */
async function follow(page: Page, tail: LiveTail, hasCore: boolean): Promise<void> {
  const frames = await page.evaluateHandle(() => {
    const times: number[] = [];
    const counted = { times, isOver: false };
    requestAnimationFrame(function next(time) {
      times.push(time);
      if (!counted.isOver) requestAnimationFrame(next);
    });
    return counted;
  });
  const latencies = await tail.latencies(page, () => pause(FOLLOW_MS));
  const times = await frames.evaluate((counted) => {
    counted.isOver = true;
    return counted.times;
  });
  const lengths = times.slice(1).map((time, index) => time - times[index]!);
  const [frame, latency] = [partOf(lengths, 0.95), partOf(latencies, 0.95)];
  console.log(
    `POST to row: ${partOf(latencies, 0.5)} ms (median), ${latency} ms (95 %), ${latencies.length} rows`,
  );
  if (!hasCore) return console.log('Frames are not reported: the panel shares all cores.');
  report({
    name: `frames while ${A_SECOND} events a second come to ${ROWS} rows, 95 %`,
    here: `${frame.toFixed(1)} ms`,
    beside: `${FRAME_MS} ms`,
    ratio: frame / FRAME_MS,
    goal: { atMost: 1 },
  });
}

async function reportOpening(page: Page): Promise<void> {
  const totals: number[] = [];
  for (let time = 0; time < 5; time++) {
    const { total } = await pageWork(page, async () => {
      await page.reload();
      await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
    });
    totals.push(total);
  }
  const total = median(totals);
  report({
    name: `opening the panel of ${ROWS} rows, processor time to the first rows`,
    here: `${total} ms`,
    beside: `${OPEN_MS} ms`,
    ratio: total / OPEN_MS,
    goal: { atMost: 1 },
  });
}

function partOf(numbers: readonly number[], part: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * part)]!;
}

function* storedRows() {
  for (const one of manyDeliveries(ROWS, Date.now()))
    yield ROWS > KEPT ? { ...one, body: '{}' } : one;
}

/** Reads each list to its end, which leads to the next one, and goes back to the newest events. */
async function readAll(page: Page): Promise<void> {
  if (ROWS <= KEPT) return;
  let read = 0;
  for (let list = 1; ; list++) {
    await reportLongest(page, `reading list ${list} to its end`, () => scrollBack(page));
    const further = await page.$(FURTHER);
    const rows = (await rowCount(page)) - (further === null ? 0 : 1);
    read += rows;
    const heap = Math.round((await heapBytes(page)) / 1e6);
    console.log(`list ${list}: ${rows} rows, ${read} in all, ${heap} MB of heap`);
    if (further === null) break;
    await reportLongest(page, 'showing the events before them', async () => {
      await further.click();
      await page.waitForSelector(FURTHER, { hidden: true });
      await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
    });
  }
  await reportLongest(page, 'going back to the newest events', async () => {
    await page.click('::-p-xpath(//button[.="Back to the newest events"])');
    await page.waitForSelector(`${GRID} [aria-rowindex="2"]`);
  });
}

function rowCount(page: Page): Promise<number> {
  return page.$eval(GRID, (grid) => Number(grid.ariaRowCount) - 1);
}

async function heapBytes(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Scrolls to the end and waits for more rows, again and again, until none come. */
async function scrollBack(page: Page): Promise<void> {
  await page.$eval(
    GRID,
    async (grid, wanted) => {
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      for (let rows = 0; rows < wanted;) {
        rows = Number(grid.ariaRowCount);
        grid.scrollTop = grid.scrollHeight;
        for (let waited = 0; Number(grid.ariaRowCount) === rows && waited < 5_000; waited += 10)
          await wait(10);
        if (Number(grid.ariaRowCount) === rows || grid.querySelector('[role=row] p') !== null)
          break;
      }
    },
    ROWS,
  );
}

async function scrollThrough(page: Page): Promise<void> {
  const frames = await page.$eval(GRID, async (grid) => {
    const times: number[] = [];
    for (let step = 0; step <= 120; step++) {
      // First fast through all of it, then as with a wheel.
      grid.scrollTop = step < 60 ? (grid.scrollHeight * step) / 60 : grid.scrollTop - 100;
      times.push(await new Promise<number>(requestAnimationFrame));
    }
    return times.slice(1).map((time, index) => time - times[index]!);
  });
  const sorted = frames.toSorted((a, b) => a - b);
  console.log(
    `frames: ${sorted[60]!.toFixed(1)} ms (median), ${sorted[114]!.toFixed(1)} ms (95 %)`,
  );
}

async function scrollToNewest(page: Page): Promise<void> {
  await page.$eval(GRID, (grid) => (grid.scrollTop = 0));
  await pause(500);
}
